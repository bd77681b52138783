// Fund movements as a ledger: what confirming and reversing them moves.
import { eq, inArray } from 'drizzle-orm';
import type { Day } from '#lib/kernel/day.ts';
import { fen } from '#lib/kernel/money.ts';
import type { LedgerPort } from '#lib/ledgers/port.server.ts';
import { entry } from '#lib/ledgers/tables.server.ts';
import { unitStream } from '#lib/protocol/streams.ts';
import { movementDeltas, movementValues, type Movement } from './movement.ts';
import { fundMovement } from './tables.server.ts';

export const fundsPort: LedgerPort = {
	ledger: 'funds',
	load: async (tx, entries) => {
		const ids = entries.map((row) => row.id);
		const rows = await tx
			.select()
			.from(fundMovement)
			.innerJoin(entry, eq(entry.id, fundMovement.entry))
			.where(inArray(fundMovement.entry, ids));
		return new Map(
			rows.map(({ fund_movement: detail, entry: row }) => {
				const movement: Movement = {
					line: detail.line,
					source: detail.source,
					step: detail.step,
					amount: fen(detail.amount),
					date: row.day as Day,
					territory: row.territory,
					unit: row.unit
				};
				return [
					detail.entry,
					{
						confirm: movementDeltas(movement, 'confirmed', 1n),
						reverse: {
							reported: movementDeltas(movement, 'reported', -1n),
							confirmed: movementDeltas(movement, 'confirmed', -1n)
						},
						values: movementValues(movement),
						touches: [],
						streams: movement.territory ? [unitStream(movement.territory)] : [],
						leadUnit: null
					}
				];
			})
		);
	},
	// A movement holds no state of its own beside the entry's.
	reversed: () => Promise.resolve()
};
