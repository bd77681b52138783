// API tokens as they are listed, asked for and revoked.
import * as v from 'valibot';
import { tokenScopes, type TokenHolder, type TokenScope } from '#lib/access/roles.ts';
import { digitsField, shortText } from '#lib/kernel/fields.ts';
import { reasonField } from './grant.ts';

export const longestDays = 365;

/** Whose a token is, as one choice of a form: `unit:yinzhou` or `feed:bank`. */
export function holderKey(holder: TokenHolder): string {
	return 'feed' in holder ? `feed:${holder.feed}` : `unit:${holder.unit}`;
}

const holderField = v.pipe(
	v.string('not_text'),
	v.nonEmpty('required'),
	v.regex(/^(?:unit|feed):[a-z0-9]+(?:[-.][a-z0-9]+)*$/, 'bad_choice'),
	v.transform((key): TokenHolder => {
		const [kind, code = ''] = key.split(':');
		return kind === 'feed' ? { feed: code } : { unit: code };
	})
);

export const newTokenSchema = v.strictObject({
	name: shortText(60),
	holder: holderField,
	scope: v.picklist(tokenScopes, 'bad_choice'),
	days: v.pipe(
		v.union([v.number(), digitsField('bad_count', 4)], 'bad_count'),
		v.safeInteger('bad_count'),
		v.minValue(1, 'out_of_range'),
		v.maxValue(longestDays, 'out_of_range')
	)
});
export type NewToken = v.InferOutput<typeof newTokenSchema>;

export const revocationSchema = v.strictObject({ token: shortText(80), reason: reasonField });
export type Revocation = v.InferOutput<typeof revocationSchema>;

export interface ListedToken {
	readonly id: string;
	readonly name: string;
	readonly holder: TokenHolder;
	readonly scope: TokenScope;
	readonly createdBy: string | null;
	readonly createdAt: string;
	readonly expiresAt: string;
	readonly lastUsedAt: string | null;
	readonly revokedAt: string | null;
	readonly state: TokenState;
}

/** `unit_over`: its unit does not exist today, so it opens nothing. */
export type TokenState = 'valid' | 'unit_over' | 'expired' | 'revoked';

/** @param holderIsThere whether its unit exists today; a feed's tokens are revoked with the feed */
export function tokenState(
	token: { readonly expiresAt: Date; readonly revokedAt: Date | null },
	holderIsThere: boolean,
	now: Date
): TokenState {
	if (token.revokedAt) return 'revoked';
	if (token.expiresAt <= now) return 'expired';
	return holderIsThere ? 'valid' : 'unit_over';
}
