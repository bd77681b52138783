// Tokens in words: what they are called, whose they are, what they may, and how they stand.
import type { Catalogue } from '#lib/entries/catalogue.ts';
import type { TokenHolder, TokenScope } from '#lib/access/roles.ts';
import type { PlanNames } from '#lib/plan/plan-names.ts';
import { m } from '#lib/paraglide/messages.js';
import type { ListedToken, TokenState } from './token-list.ts';
import type { MayEnter, Reach } from './token-rights.ts';

export function scopeWord(scope: TokenScope): string {
	return scope === 'ingest' ? m.security_scope_ingest() : m.security_scope_read();
}

export function scopeHint(): string {
	return m.security_scope_hint();
}

export function holderWord(holder: TokenHolder, names: PlanNames): string {
	if ('unit' in holder) return names.units[holder.unit]?.name ?? holder.unit;
	return m.security_token_of_feed({ feed: names.feeds[holder.feed] ?? holder.feed });
}

const reachWords: Readonly<Record<Reach, (values: { records: string }) => string>> = {
	territories: m.security_reach_territories,
	city: m.security_reach_city,
	own: m.security_reach_own
};

/** How kinds of record are called. */
type Words = Pick<Catalogue, 'records'>;

/** What it may enter, in a few words; '' for nothing. */
export function enterWords({ records }: Words, may: readonly MayEnter[]): string {
	const parts = [...Map.groupBy(may, ({ reach }) => reach)].map(([reach, all]) =>
		reachWords[reach]({
			records: all.map(({ record }) => records.get(record)?.word() ?? record).join(m.security_may_comma())
		})
	);
	return parts.join(m.security_may_semicolon());
}

/** What a token of a holder and scope may do, a sentence each. */
export function mayWords(catalogue: Words, holder: TokenHolder, scope: TokenScope, may: readonly MayEnter[]): string[] {
	const words = enterWords(catalogue, may);
	return [
		...(scope === 'read'
			? [m.security_may_enter_none()]
			: [words === '' ? m.security_may_enter_nothing() : m.security_may_enter({ what: words })]),
		'feed' in holder ? m.security_may_read_feed() : m.security_may_read_unit(),
		m.security_may_never_confirm()
	];
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
