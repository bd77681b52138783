// Which errors of the database mean: come again.
import { expect, it } from 'vitest';
import { isDatabaseAway } from './database-away.ts';

const coded = (code: string) => Object.assign(new Error(code), { code });

it.each([
	'CONNECTION_CLOSED',
	'CONNECTION_DESTROYED',
	'CONNECT_TIMEOUT',
	'RESPONSE_TIMEOUT',
	'TURN_TIMEOUT',
	'UNSAFE_TRANSACTION',
	'ECONNREFUSED',
	'ECONNRESET',
	'ETIMEDOUT',
	'ENOTFOUND',
	'EAI_AGAIN',
	'08006',
	'08P01',
	'53300',
	'57014',
	'57P01',
	'57P03',
	'25P03',
	'25006',
	'40001',
	'40P01',
	'55P03'
])('%s is one, also as the cause of another', (code) => {
	expect(isDatabaseAway(coded(code))).toBe(true);
	expect(isDatabaseAway(new Error('query failed', { cause: coded(code) }))).toBe(true);
});

it.each(['23505', '42703', '22003', 'ERR_ASSERTION', ''])('%s is none', (code) => {
	expect(isDatabaseAway(coded(code))).toBe(false);
});

it.each([null, undefined, 'CONNECTION_CLOSED', new Error('CONNECTION_CLOSED'), { code: 57 }])(
	'what has no code is none',
	(error) => {
		expect(isDatabaseAway(error)).toBe(false);
	}
);

it('takes a socket that is not there for one, and not a file', () => {
	expect(isDatabaseAway(Object.assign(coded('ENOENT'), { syscall: 'connect' }))).toBe(true);
	expect(isDatabaseAway(Object.assign(coded('ENOENT'), { syscall: 'open' }))).toBe(false);
});
