// Passwords: what is stored tells nothing, and only the password itself opens.
import { describe, expect, it } from 'vitest';
import { hashPassword, isOutdatedHash, verifyNothing, verifyPassword } from './password.server.ts';

describe('a password', () => {
	it('opens with itself and nothing else', async () => {
		const hash = await hashPassword('correct horse 电池');
		expect(await verifyPassword('correct horse 电池', hash)).toBe(true);
		for (const other of ['correct horse 电', 'Correct horse 电池', ' correct horse 电池', ''])
			expect(await verifyPassword(other, hash)).toBe(false);
	});

	it('is the same in whatever form a keyboard writes it', async () => {
		const hash = await hashPassword('ｅ\u0301');
		expect(await verifyPassword('\u00e9', hash)).toBe(true);
	});

	it('is stored as argon2id with a salt of its own and at least the cost that OWASP asks for', async () => {
		const [one, other] = await Promise.all([hashPassword('same'), hashPassword('same')]);
		expect(one).not.toBe(other);
		const [, memory = 0, passes = 0] =
			/^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$[\w+/]{22}\$[\w+/]{43}$/.exec(one) ?? [];
		expect(Number(memory)).toBeGreaterThanOrEqual(19_456);
		expect(Number(passes)).toBeGreaterThanOrEqual(2);
		expect(one).not.toContain('same');
	});

	it('is known to be hashed with the costs of another day', async () => {
		const hash = await hashPassword('same');
		expect(isOutdatedHash(hash)).toBe(false);
		expect(isOutdatedHash(hash.replace('m=19456', 'm=9728'))).toBe(true);
	});

	it('never opens with a hash that is none, or of another kind', async () => {
		for (const hash of ['', 'same', '$2b$10$abcdefghijklmnopqrstuv', '$argon2i$v=19$m=19456,t=2,p=1$AAAA$AAAA'])
			expect(await verifyPassword('same', hash)).toBe(false);
		expect(await verifyNothing('same')).toBe(false);
	});
});
