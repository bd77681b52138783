// The installation's key: what it seals only it opens, what it signs anybody can check.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyOf, openInstallationKey } from './installation-key.server.ts';

test('what is sealed is opened by the same key alone, and never looks the same twice', () => {
	const [key, other] = [keyOf(randomBytes(32)), keyOf(randomBytes(32))];
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (text) => {
			const sealed = key.encrypt(text);
			expect(key.decrypt(sealed)).toBe(Buffer.from(text).toString());
			expect(key.encrypt(text)).not.toBe(sealed);
			expect(() => other.decrypt(sealed)).toThrow();
		}),
		{ numRuns: 20 }
	);
});

test('a sealed text that was changed is not opened', () => {
	const key = keyOf(randomBytes(32));
	const bytes = Buffer.from(key.encrypt('JBSWY3DPEHPK3PXP'), 'base64');
	for (const at of bytes.keys()) {
		const forged = Buffer.from(bytes);
		forged.writeUInt8(forged.readUInt8(at) ^ 1, at);
		expect(() => key.decrypt(forged.toString('base64'))).toThrow();
	}
});

test('a signature holds for its text alone', () => {
	const key = keyOf(randomBytes(32));
	expect(key.verify('head 1', key.sign('head 1'))).toBe(true);
	expect(key.verify('head 2', key.sign('head 1'))).toBe(false);
	expect(key.verify('head 1', keyOf(randomBytes(32)).sign('head 1'))).toBe(false);
});

test('many starts at once agree on one key, which its owner alone may read', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'jindu-key-'));
	try {
		const keys = await Promise.all(Array.from({ length: 8 }, () => openInstallationKey(folder, null)));
		expect(new Set(keys.map(({ publicKey }) => publicKey)).size).toBe(1);
		expect(statSync(join(folder, 'secret.key')).mode & 0o777).toBe(0o600);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});
