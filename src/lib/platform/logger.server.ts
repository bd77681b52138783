// The server's log: JSON lines on standard output, without secrets, personal data or anything that somebody has entered.
import { pino, type DestinationStream, type LogFn, type LoggerOptions } from 'pino';
import { errorFacts } from './error-facts.ts';

export type Logger = ReturnType<typeof openLogger>;

/** @param to where the lines go, instead of standard output */
export function openLogger(level: string, to?: DestinationStream) {
	const options: LoggerOptions = {
		level,
		base: null,
		redact: ['*.password', '*.token', '*.cookie', '*.authorization'],
		// Whatever an error is called in a line, and also where it is the whole line: only its facts are written.
		hooks: {
			logMethod(parts, write) {
				write.apply(this, parts.map(factsIn) as Parameters<LogFn>);
			}
		},
		serializers: { err: (facts: unknown) => facts }
	};
	return to ? pino(options, to) : pino(options);
}

function factsIn(part: unknown): unknown {
	if (part instanceof Error) return { err: errorFacts(part) };
	if (typeof part !== 'object' || part === null) return part;
	const entries = Object.entries(part).map(([name, value]: [string, unknown]) => [
		name,
		value instanceof Error || name === 'err' ? errorFacts(value) : value
	]);
	return Object.fromEntries(entries);
}
