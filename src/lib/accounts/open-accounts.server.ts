// Accounts as the app has them: everything that changes them, and what their pages read.
import { dayAt } from '#lib/kernel/day.ts';
import type { Keeping } from './account-record.server.ts';
import { changeAccount, disableAccount, enableAccount, renewLink } from './change-account.server.ts';
import { createAccount, importAccounts } from './create-accounts.server.ts';
import { knownAccounts, listAccounts, readAccount } from './read-accounts.server.ts';
import type { Encoding } from './sheet-encoding.ts';
import { readSheetFile } from './sheet-file.server.ts';
import { fingerprintOf, judgeRows, readSheet } from './sheet.ts';

export function openAccounts(keeping: Keeping) {
	const { log } = keeping.recording;
	const { db } = log.database;
	const today = () => dayAt(log.now().getTime());
	return {
		create: (...args: Rest<typeof createAccount>) => createAccount(keeping, ...args),
		import: (...args: Rest<typeof importAccounts>) => importAccounts(keeping, ...args),
		change: (...args: Rest<typeof changeAccount>) => changeAccount(keeping, ...args),
		renewLink: (...args: Rest<typeof renewLink>) => renewLink(keeping, ...args),
		disable: (...args: Rest<typeof disableAccount>) => disableAccount(keeping, ...args),
		enable: (...args: Rest<typeof enableAccount>) => enableAccount(keeping, ...args),
		list: () => listAccounts(db, today()),
		/** Null for an id that no account has. */
		one: (id: string) => readAccount(db, id, today(), keeping.shares.lookedAfterBy),
		/** What a file would do; nothing is written. */
		preview: async (file: FormDataEntryValue | null, wanted: Encoding | null = null) => {
			const read = await readSheetFile(file, wanted);
			if (!read.ok) return read;
			const sheet = readSheet(read.value.records);
			if (!sheet.ok) return sheet;
			const { rows, ...about } = sheet.value;
			const { encoding, sure, delimiter } = read.value;
			const names = rows.map(({ username }) => username);
			const judged = judgeRows(rows, await knownAccounts(db, names, today()), keeping.recording.plan.units, today());
			const typed = rows.map(({ line: _, ...row }) => row);
			return {
				ok: true as const,
				value: {
					rows: judged.map((one, index) => ({ ...one, line: rows[index]?.line ?? 0 })),
					reading: { ...about, encoding, sure, delimiter },
					/** What is sent back to confirm it. */
					sheet: { rows: typed, seen: fingerprintOf(judged) }
				}
			};
		}
	};
}

type Rest<F> = F extends (keeping: Keeping, ...args: infer Args) => unknown ? Args : never;
