// API tokens as they are listed, asked for and revoked.
import * as v from 'valibot';
import { tokenScopes, type TokenScope } from '#lib/access/roles.ts';
import { codeField, shortText } from '#lib/kernel/fields.ts';
import { reasonField } from './grant.ts';

export const longestDays = 365;

export const newTokenSchema = v.strictObject({
	name: shortText(60),
	unit: codeField,
	scope: v.picklist(tokenScopes, 'bad_choice'),
	days: v.pipe(
		v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,4}$/), v.transform(Number))], 'bad_count'),
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
	readonly unit: string;
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

export function tokenState(
	token: { readonly expiresAt: Date; readonly revokedAt: Date | null },
	unitIsValid: boolean,
	now: Date
): TokenState {
	if (token.revokedAt) return 'revoked';
	if (token.expiresAt <= now) return 'expired';
	return unitIsValid ? 'valid' : 'unit_over';
}
