// Recovery codes: ten, shown once, each signs in once where the second factor is not at hand.
import { createHash, randomInt, randomUUID } from 'node:crypto';
import { and, count, eq, isNull } from 'drizzle-orm';
import { foldedCode } from '#lib/kernel/text.ts';
import type { Drizzle, Tx } from '#lib/platform/database.server.ts';
import { recoveryCode } from '../access/tables.server.ts';

const codes = 10;
/** Without letters and digits that look alike. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Replaces those of an account; the texts are nowhere else. */
export async function renewCodes(tx: Tx, accountId: string): Promise<string[]> {
	const texts = Array.from({ length: codes }, newCode);
	await tx.delete(recoveryCode).where(eq(recoveryCode.account, accountId));
	await tx
		.insert(recoveryCode)
		.values(texts.map((text) => ({ id: randomUUID(), account: accountId, hash: hashCode(text) })));
	return texts;
}

/** Uses a code up; of two uses at once one wins. */
export async function takeCode(tx: Tx, accountId: string, text: string): Promise<boolean> {
	const taken = await tx
		.update(recoveryCode)
		.set({ usedAt: new Date() })
		.where(and(eq(recoveryCode.account, accountId), eq(recoveryCode.hash, hashCode(text)), isNull(recoveryCode.usedAt)))
		.returning({ id: recoveryCode.id });
	return taken.length > 0;
}

export async function codesLeft(db: Drizzle, accountId: string): Promise<number> {
	const [left] = await db
		.select({ count: count() })
		.from(recoveryCode)
		.where(and(eq(recoveryCode.account, accountId), isNull(recoveryCode.usedAt)));
	return left?.count ?? 0;
}

/** Six groups of four, 118 bits: so many that a plain hash of them cannot be searched. */
function newCode(): string {
	const group = () => Array.from({ length: 4 }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
	return Array.from({ length: 6 }, group).join('-');
}

function hashCode(text: string): string {
	return createHash('sha256').update(foldedCode(text)).digest('hex');
}
