// What is told when a start cannot go on.
import { parseArgs } from 'node:util';
import { describe, expect, test } from 'vitest';
import { isTooOld } from './database.server.ts';
import { OperatorFault } from './operator-fault.ts';
import { startFaultLine } from './start-fault.server.ts';

const coded = (code: string, message: string, cause?: unknown) =>
	Object.assign(new Error(message, { cause }), { code });

describe('what stops a start', () => {
	test('is told by what lies beneath: drizzle and others wrap it', () => {
		const beneath = coded('28P01', 'password authentication failed for user "jindu"');
		const wrapped = new Error('Failed query: select 1', { cause: new Error('again', { cause: beneath }) });
		expect(startFaultLine(wrapped)).toContain('password authentication failed for user "jindu"');
		expect(startFaultLine(wrapped)).not.toContain('select 1');
	});

	test('is told with all that is known where a name has several addresses', () => {
		const refused = coded('ECONNREFUSED', 'connect ECONNREFUSED ::1:5432');
		expect(startFaultLine(new AggregateError([refused], ''))).toContain('connect ECONNREFUSED ::1:5432');
	});

	test.for([
		['42501', 'Two roles'],
		['53300', 'no connection left'],
		['57P03', 'just starting or stopping'],
		['25006', 'only reads'],
		['SELF_SIGNED_CERT_IN_CHAIN', 'NODE_EXTRA_CA_CERTS'],
		['ENOSPC', 'the disk is full']
	] as const)('%s is one line in both languages', ([code, words]) => {
		expect(startFaultLine(coded(code, 'said'))).toMatch(new RegExp(`^[^\n]*${words}[^\n]*\\p{Script=Han}[^\n]*$`, 'u'));
	});

	test('is ours, or a wrong option of a command: told as it is', () => {
		expect(startFaultLine(new OperatorFault('DEMO: must be 0 or 1'))).toBe('DEMO: must be 0 or 1');
		try {
			parseArgs({ args: ['--unti', 'x'], options: { unit: { type: 'string' } } });
			expect.unreachable();
		} catch (error) {
			expect(startFaultLine(error)).toContain("Unknown option '--unti'");
		}
	});

	test('is left with its stack where nobody foresaw it', () => {
		expect(startFaultLine(new TypeError('x is not a function'))).toBeNull();
		expect(startFaultLine('text')).toBeNull();
	});

	test('a Postgres is too old before 13', () => {
		expect([120_022, 130_000, 150_004].map(isTooOld)).toEqual([true, false, false]);
	});
});
