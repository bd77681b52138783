// What reported figures and bases say of themselves.
import { inArray } from 'drizzle-orm';
import { detailsByKind } from '#lib/entries/details-by-kind.server.ts';
import type { LedgerPort } from '#lib/entries/port.server.ts';
import { recordsIn } from '#lib/figures/base.ts';
import { figureText } from '#lib/kernel/figure.ts';
import { readContent } from './base-freeze.ts';
import type { BaseDetails, ObservationDetails } from './observation-entries.ts';
import { baseFigure, observation } from './tables.server.ts';

type Of<Details> = Details & { readonly entry: string };

export const readDetails: LedgerPort['details'] = (db, entries) =>
	detailsByKind(entries, {
		observation: async (ids) => {
			const { entry, indicator, unit: of, period, value, note } = observation;
			const rows = await db
				.select({ entry, indicator, of, period, value, note })
				.from(observation)
				.where(inArray(entry, ids));
			return rows.map((row): Of<ObservationDetails> => ({
				...row,
				kind: 'observation',
				value: figureText(row.value)
			}));
		},
		base: async (ids) => {
			const { entry, target, year, value, source, frozen, reason } = baseFigure;
			const rows = await db
				.select({ entry, target, year, value, source, frozen, reason })
				.from(baseFigure)
				.where(inArray(entry, ids));
			return rows.map(({ frozen: content, ...row }): Of<BaseDetails> => ({
				...row,
				kind: 'base',
				value: figureText(row.value),
				records: content && recordsIn(readContent(content))
			}));
		}
	});
