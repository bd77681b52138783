// What a log may say of an error: what kind it is and where it came from, and nothing that somebody has entered.

export interface ErrorFacts {
	readonly type: string;
	readonly message: string;
	/** Of Postgres (SQLSTATE), of the driver or of the system. */
	readonly code?: string;
	readonly constraint?: string;
	readonly table?: string;
	readonly column?: string;
	/** Where in Postgres' own source it arose. */
	readonly routine?: string;
	/** The places in our code, without the message above them. */
	readonly stack?: string;
	readonly cause?: ErrorFacts;
	readonly errors?: readonly ErrorFacts[];
}

/** Errors that are nested deeper say nothing more. */
const deepest = 5;

/** @param thrown anything at all */
export function errorFacts(thrown: unknown, depth = 0): ErrorFacts {
	if (!(thrown instanceof Error)) return { type: typeof thrown, message: 'no error was thrown' };
	const { cause, errors } = thrown as { cause?: unknown; errors?: unknown };
	const inner = (error: unknown) => errorFacts(error, depth + 1);
	return {
		type: thrown.name === 'Error' ? thrown.constructor.name : thrown.name,
		message: messageOf(thrown),
		...textOf(thrown, 'code'),
		...textOf(thrown, 'constraint_name', 'constraint'),
		...textOf(thrown, 'table_name', 'table'),
		...textOf(thrown, 'column_name', 'column'),
		...textOf(thrown, 'routine'),
		stack: placesOf(thrown),
		...(cause instanceof Error && depth < deepest && { cause: inner(cause) }),
		...(Array.isArray(errors) && depth < deepest && { errors: errors.slice(0, deepest).map(inner) })
	};
}

/** An error as a console shows it: what is said of it and where it came from, and of its causes the same. */
export function errorText(thrown: unknown): string {
	const parts: string[] = [];
	for (let facts: ErrorFacts | undefined = errorFacts(thrown); facts; facts = facts.cause) {
		const { type, code, message, stack } = facts;
		parts.push(`${type}${code === undefined ? '' : ` ${code}`}: ${message}${stack ? `\n${stack}` : ''}`);
	}
	return parts.join('\ncaused by ');
}

/** The same in one line, without the places. */
export function errorLine(thrown: unknown): string {
	const parts: string[] = [];
	for (let facts: ErrorFacts | undefined = errorFacts(thrown); facts; facts = facts.cause)
		parts.push(`${facts.type}${facts.code === undefined ? '' : ` ${facts.code}`}: ${facts.message}`);
	return parts.join(' < ');
}

function messageOf(error: Error): string {
	// Drizzle writes the statement and its parameters into the message; its cause says what was wrong.
	if ('params' in error && 'query' in error) return 'Failed query';
	// Postgres quotes what was wrong with a value. Only of a statement's own words (class 42) it quotes nothing else.
	const { code, message } = error as { code?: unknown; message: string };
	const isPostgres = 'severity' in error || 'routine' in error;
	if (isPostgres && !(typeof code === 'string' && code.startsWith('42'))) return withoutQuoted(message);
	// The parser of JSON quotes what it could not read.
	return error instanceof SyntaxError ? withoutQuoted(message) : message;
}

/** From the first quotation mark of any language to the last: what is quoted may hold some itself. */
function withoutQuoted(message: string): string {
	return message.replace(/["'«„“‘「『][\s\S]*(["'»“”’」』]|$)/, '…');
}

function textOf(error: Error, name: string, as = name): Record<string, string> {
	const value: unknown = Reflect.get(error, name);
	return typeof value === 'string' && /^[\w.:-]{1,100}$/.test(value) ? { [as]: value } : {};
}

function placesOf({ stack = '', message }: Error): string {
	const end = stack.indexOf(message);
	const below = end < 0 ? stack : stack.slice(end + message.length);
	return below
		.split('\n')
		.filter((line) => /^ {4}at /.test(line))
		.join('\n');
}
