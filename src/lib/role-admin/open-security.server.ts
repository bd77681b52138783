// The pages of the security administrator and of settings as the app has them: what they do, and what they show.
import type { Policy } from '#lib/access/policy.ts';
import type { Day } from '#lib/kernel/day.ts';
import { changeRole, declineRole, endRole, grantRoles, signOutChangedRoles } from './appoint.server.ts';
import type { Securing } from '#lib/admin/administer.server.ts';
import { changeInstallation, changePolicy, readInstallation, readPolicy } from './change-setting.server.ts';
import { endSessions } from './end-sessions.server.ts';
import { countPolicy } from './policy-counts.server.ts';
import {
	freeAccounts,
	heldRoles,
	listTokens,
	namesOf,
	openSessionsOf,
	pastRoles,
	settingVersions,
	waitingRoles
} from './read-security.server.ts';
import { issueApiToken, revokeToken } from './tokens.server.ts';

export function openSecurity(securing: Securing, today: () => Day) {
	const { db } = securing.recording.log.database;
	return {
		grantRoles: (...args: Rest<typeof grantRoles>) => grantRoles(securing, ...args),
		changeRole: (...args: Rest<typeof changeRole>) => changeRole(securing, ...args),
		endRole: (...args: Rest<typeof endRole>) => endRole(securing, ...args),
		declineRole: (...args: Rest<typeof declineRole>) => declineRole(securing, ...args),
		changePolicy: (...args: Rest<typeof changePolicy>) => changePolicy(securing, ...args),
		changeInstallation: (...args: Rest<typeof changeInstallation>) => changeInstallation(securing, ...args),
		endSessions: (...args: Rest<typeof endSessions>) => endSessions(securing, ...args),
		issueToken: (...args: Rest<typeof issueApiToken>) => issueApiToken(securing, ...args),
		revokeToken: (...args: Rest<typeof revokeToken>) => revokeToken(securing, ...args),
		/** What a new business day means for whoever is signed in. */
		dayTurned: () => signOutChangedRoles(securing, today()),
		/** Who holds which role, who waits for one, and who has none. */
		roles: async () => {
			const [held, past, waiting, free] = await Promise.all([
				heldRoles(db, today()),
				pastRoles(db, today()),
				waitingRoles(db, today()),
				freeAccounts(db, today())
			]);
			return {
				held,
				past,
				waiting,
				free,
				doers: await namesOf(
					db,
					[...held, ...past].map(({ by }) => by)
				)
			};
		},
		/** Every version of the policy with who made it and why, the newest first. */
		policyVersions: async () => {
			const versions = await settingVersions(db, 'policy');
			return {
				versions: versions.map(({ value, ...version }) => ({ ...version, value: readPolicy(value) })),
				doers: await namesOf(
					db,
					versions.map(({ by }) => by)
				)
			};
		},
		installationVersions: async () => {
			const versions = await settingVersions(db, 'installation');
			return {
				versions: versions.map(({ value, ...version }) => ({ ...version, value: readInstallation(value) })),
				doers: await namesOf(
					db,
					versions.map(({ by }) => by)
				)
			};
		},
		countPolicy: (policy: Policy) => countPolicy(db, policy),
		sessions: () => openSessionsOf(db, today()),
		tokens: async () => {
			const tokens = await listTokens(db, today());
			return {
				tokens,
				doers: await namesOf(
					db,
					tokens.map(({ createdBy }) => createdBy)
				)
			};
		}
	};
}

type Rest<F> = F extends (securing: Securing, ...args: infer Args) => unknown ? Args : never;
