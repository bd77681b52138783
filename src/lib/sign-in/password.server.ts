// Passwords: argon2id from node:crypto, stored in PHC form.
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { openTurns } from '#lib/platform/turns.ts';

const deriveNow = promisify(argon2);
/** One core is left to everybody else: who tries passwords without end slows down signing in, and nothing beside it. */
const turns = openTurns(Math.max(1, availableParallelism() - 1), null);
const derive = (...asked: Parameters<typeof deriveNow>) => turns.take(() => deriveNow(...asked));
// OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
const settings = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const prefix = `$argon2id$v=19$m=${settings.memory},t=${settings.passes},p=${settings.parallelism}$`;

export async function hashPassword(password: string): Promise<string> {
	const nonce = randomBytes(16);
	const tag = await derive('argon2id', { message: normalise(password), nonce, ...settings });
	return `${prefix}${base64(nonce)}$${base64(tag)}`;
}

/** Compares in constant time; false for a hash that is not of this form. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
	const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(hash);
	if (!match) return false;
	const [, memory, passes, parallelism, nonce = '', stored = ''] = match;
	const expected = Buffer.from(stored, 'base64');
	const tag = await derive('argon2id', {
		message: normalise(password),
		nonce: Buffer.from(nonce, 'base64'),
		memory: Number(memory),
		passes: Number(passes),
		parallelism: Number(parallelism),
		tagLength: expected.length
	});
	return timingSafeEqual(tag, expected);
}

/** Whether a hash was made with other costs than today's: whoever knows the password again hashes it anew. */
export function isOutdatedHash(hash: string): boolean {
	return !hash.startsWith(prefix);
}

/** Spends the time of a comparison, so that an unknown name answers no faster than a wrong password. */
export async function verifyNothing(password: string): Promise<false> {
	await derive('argon2id', { message: normalise(password), nonce: Buffer.alloc(16), ...settings });
	return false;
}

function normalise(password: string): Buffer {
	return Buffer.from(password.normalize('NFKC'));
}

function base64(bytes: Buffer): string {
	return bytes.toString('base64').replaceAll('=', '');
}
