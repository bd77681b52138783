// Codes of an app: the vectors of RFC 6238, and which step a code is taken for.
import { Secret, TOTP } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { newTotpSecret, stepOfCode, totpAddress } from './totp.server.ts';

/** The RFC's secret, "12345678901234567890". */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
/** Appendix B, SHA-1: eight digits there, of which an app shows the last six. */
const vectors: [seconds: number, code: string][] = [
	[59, '94287082'],
	[1111111109, '07081804'],
	[1111111111, '14050471'],
	[1234567890, '89005924'],
	[2000000000, '69279037'],
	[20000000000, '65353130']
];
const codeAt = (seconds: number) =>
	new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: seconds * 1000 });

describe('a code of the app', () => {
	it.each(vectors)('at %d is that of the RFC', (seconds, code) => {
		expect(stepOfCode(secret, code.slice(2), new Date(seconds * 1000))).toBe(Math.floor(seconds / 30));
	});

	it('is taken one step early or late, as the step it is of, and no further', () => {
		const now = 1_600_000_000;
		const step = Math.floor(now / 30);
		for (const slack of [-1, 0, 1])
			expect(stepOfCode(secret, codeAt(now + slack * 30), new Date(now * 1000))).toBe(step + slack);
		for (const slack of [-2, 2]) expect(stepOfCode(secret, codeAt(now + slack * 30), new Date(now * 1000))).toBeNull();
	});

	it('of another secret, too short or no number is none', () => {
		const now = new Date();
		for (const code of ['', '12345', '1234567', 'abcdef']) expect(stepOfCode(secret, code, now)).toBeNull();
		expect(stepOfCode(newTotpSecret(), codeAt(0), now)).toBeNull();
	});

	it('is set up by an address that names the product and the account', () => {
		const address = totpAddress(secret, 'chen');
		expect(address).toMatch(/^otpauth:\/\/totp\/Jindu:chen\?/);
		expect(new URL(address).searchParams.get('secret')).toBe(secret);
	});

	it('has a new secret of 160 bits each time', () => {
		expect(newTotpSecret()).toMatch(/^[A-Z2-7]{32}$/);
		expect(newTotpSecret()).not.toBe(newTotpSecret());
	});
});
