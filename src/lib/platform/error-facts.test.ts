// What the log says of an error: enough to find the place, and nothing that somebody has entered.
import { DrizzleQueryError } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { errorFacts, errorText } from './error-facts.ts';

const secret = 'geheim-42';

it('[R225] says of a failed statement what Postgres named, and none of its values', () => {
	const cause = Object.assign(new Error(`invalid input syntax for type uuid: "${secret}"`), {
		name: 'PostgresError',
		severity: 'ERROR',
		code: '22P02',
		detail: `Key (reference)=(${secret}) already exists.`,
		where: `unnamed portal parameter $1 = '${secret}'`,
		constraint_name: 'entry_reference',
		table_name: 'entry',
		routine: 'string_to_uuid'
	});
	const facts = errorFacts(new DrizzleQueryError(`insert into entry values ($1)`, [secret], cause));
	expect(facts).toMatchObject({
		type: 'DrizzleQueryError',
		message: 'Failed query',
		cause: {
			type: 'PostgresError',
			code: '22P02',
			message: 'invalid input syntax for type uuid: …',
			constraint: 'entry_reference',
			table: 'entry',
			routine: 'string_to_uuid'
		}
	});
	expect(facts.stack).toMatch(/^ {4}at .*error-facts\.test\.ts/);
	expect(JSON.stringify(facts) + errorText(cause)).not.toContain(secret);
});

it('[R225] leaves out what Postgres and the parser of JSON quote, whatever stands in it', () => {
	fc.assert(
		fc.property(fc.string(), fc.constantFrom('"', '“', '«', "'"), (value, quote) => {
			const text = `${secret}${value}\n    at ${secret}`;
			const said = Object.assign(new Error(`value ${quote}${text}${quote} is out of range`), { severity: 'ERROR' });
			expect(JSON.stringify(errorFacts(said))).not.toContain(secret);
		})
	);
	const [thrown] = [secret].map((text) => {
		try {
			return JSON.parse(text) as unknown;
		} catch (error) {
			return error;
		}
	});
	expect(errorText(thrown)).toMatch(/^SyntaxError: Unexpected token …/);
});

it('keeps the message and the places of faults of our own, and of their causes', () => {
	const error = new TypeError('no figure for it', { cause: new RangeError('out of it') });
	expect(errorText(error)).toMatch(/^TypeError: no figure for it\n {4}at [\s\S]+\ncaused by RangeError: out of it\n/);
	expect(errorFacts(new AggregateError([error], 'all failed')).errors).toMatchObject([{ type: 'TypeError' }]);
});

it('ends with errors that are their own cause, and says nothing of what is no error', () => {
	const round = new Error('round');
	round.cause = round;
	expect(JSON.stringify(errorFacts(round)).match(/"round"/g)).toHaveLength(6);
	for (const thrown of [secret, { secret }, null, undefined, 42])
		expect(JSON.stringify(errorFacts(thrown))).not.toContain(secret);
});
