// Tokens: two random halves, of which the secret one is never stored.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashSecret, newToken, readToken, secretMatches, writeToken } from './secret.server.ts';

describe('a token', () => {
	it('comes back from its text', () => {
		const token = newToken();
		expect(readToken(writeToken(token))).toEqual(token);
	});

	it('has at least 120 bits in each half, and never comes twice', () => {
		const tokens = Array.from({ length: 200 }, newToken);
		for (const { id, secret } of tokens)
			for (const half of [id, secret]) expect(Buffer.from(half, 'base64url').length * 8).toBeGreaterThanOrEqual(120);
		expect(new Set(tokens.flatMap(({ id, secret }) => [id, secret])).size).toBe(400);
	});

	it('matches the hash of its secret alone', () => {
		const { secret } = newToken();
		const hash = hashSecret(secret);
		expect(hash).toMatch(/^[0-9a-f]{64}$/);
		expect(secretMatches(secret, hash)).toBe(true);
		expect(secretMatches(newToken().secret, hash)).toBe(false);
		for (const wrong of ['', hash.slice(2), 'zz', `${hash}00`]) expect(secretMatches(secret, wrong)).toBe(false);
	});

	it('that is broken is none', () => {
		const text = writeToken(newToken());
		const broken = [
			'',
			'.',
			text.slice(0, -10),
			text.replace('.', ''),
			`${text}.x`,
			`${text}\n`,
			` ${text}`,
			`${text}'--`
		];
		for (const each of broken) expect(readToken(each), each).toBeNull();
		fc.assert(fc.property(fc.string(), (each) => readToken(each) === null || /^[\w-]+\.[\w-]+$/.test(each)));
	});
});
