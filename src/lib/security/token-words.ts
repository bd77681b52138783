// Tokens in words: what they are called, what they may, and how they stand.
import type { TokenScope } from '#lib/access/roles.ts';
import { m } from '#lib/paraglide/messages.js';
import type { ListedToken, TokenState } from './token-list.ts';

export function scopeWord(scope: TokenScope): string {
	return scope === 'ingest' ? m.security_scope_ingest() : m.security_scope_read();
}

export function scopeHint(): string {
	return m.security_scope_hint();
}

export function tokenStateWord(state: TokenState): string {
	return {
		valid: m.security_token_valid,
		unit_over: m.security_token_unit_over,
		expired: m.security_token_expired,
		revoked: m.security_token_was_revoked
	}[state]();
}

/** Those of the command line have no name. */
export function tokenName({ name }: ListedToken): string {
	return name === '' ? m.security_token_unnamed() : name;
}
