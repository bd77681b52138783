// Tokens of the form `id.secret`: the id is looked up, the secret is stored as its SHA-256 and compared in constant time.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export interface Token {
	readonly id: string;
	readonly secret: string;
}

/** Both halves carry 160 random bits. */
export function newToken(): Token {
	return { id: randomBytes(20).toString('base64url'), secret: randomBytes(20).toString('base64url') };
}

export function writeToken(token: Token): string {
	return `${token.id}.${token.secret}`;
}

export function readToken(text: string): Token | null {
	const match = /^([\w-]{20,64})\.([\w-]{20,64})$/.exec(text);
	return match?.[1] && match[2] ? { id: match[1], secret: match[2] } : null;
}

export function hashSecret(secret: string): string {
	return createHash('sha256').update(secret).digest('hex');
}

export function secretMatches(secret: string, hash: string): boolean {
	const given = Buffer.from(hashSecret(secret), 'hex');
	const stored = Buffer.from(hash, 'hex');
	return given.length === stored.length && timingSafeEqual(given, stored);
}
