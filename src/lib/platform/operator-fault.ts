// A fault that whoever runs the product can put right; its message says what it is and what to do, in both languages.

export class OperatorFault extends Error {
	readonly forOperator = true;

	constructor(message: string, options?: ErrorOptions) {
		super(message, options);
		this.name = 'OperatorFault';
	}
}

/** The built application has its own copy of the class, which is none of ours: what it throws is known by what it carries. */
export function isOperatorFault(error: Error): boolean {
	return 'forOperator' in error;
}
