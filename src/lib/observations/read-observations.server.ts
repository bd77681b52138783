// What pages show of observations beside the city's sums: a unit's series, and base figures that wait for a second person.
import { and, asc, eq, isNull } from 'drizzle-orm';
import { dayAt } from '#lib/kernel/day.ts';
import type { Period } from '#lib/kernel/period.ts';
import { entry } from '#lib/entries/tables.server.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import type { FrozenRow, StandingFigure, WaitingBase } from './observations-page.ts';
import { figureText } from '#lib/kernel/figure.ts';
import type { SeriesName } from './observation.ts';
import { baseFigure, observation } from './tables.server.ts';

/** What stands of a unit's figures of an indicator, the oldest period first. */
export async function readSeries(db: Drizzle, { indicator, unit }: SeriesName): Promise<StandingFigure[]> {
	const rows = await db
		.select({ id: entry.id, period: observation.period, value: observation.value, confirmedAt: entry.confirmedAt })
		.from(observation)
		.innerJoin(entry, eq(entry.id, observation.entry))
		.where(and(eq(observation.indicator, indicator), eq(observation.unit, unit), eq(observation.reversed, false)))
		.orderBy(asc(observation.period));
	return rows.map(({ id, period, value, confirmedAt }) => ({
		id,
		period: period as Period,
		value: figureText(value),
		confirmed: confirmedAt !== null
	}));
}

/** Base figures that nobody has confirmed yet. */
export async function waitingBases(db: Drizzle): Promise<WaitingBase[]> {
	const rows = await db
		.select({
			target: baseFigure.target,
			value: baseFigure.value,
			source: baseFigure.source,
			frozen: baseFigure.frozen,
			unit: entry.unit
		})
		.from(baseFigure)
		.innerJoin(entry, eq(entry.id, baseFigure.entry))
		.where(and(eq(baseFigure.reversed, false), isNull(entry.confirmedAt)));
	return rows.map(({ value, frozen, ...row }) => ({ ...row, value: figureText(value), freeze: frozen !== null }));
}

/** The frozen bases in force: what is in them, who froze them and who confirmed it. */
export async function frozenBases(db: Drizzle): Promise<FrozenRow[]> {
	const rows = await db
		.select({ base: baseFigure, entry })
		.from(baseFigure)
		.innerJoin(entry, eq(entry.id, baseFigure.entry))
		.where(eq(baseFigure.stands, true))
		.orderBy(asc(baseFigure.target));
	return rows.map(({ base, entry: own }) => ({
		target: base.target,
		year: base.year,
		content: base.frozen ?? {},
		unit: own.unit,
		frozenOn: dayAt(own.effectiveAt.getTime()),
		confirmedBy: own.confirmedUnit,
		confirmedOn: dayAt((own.confirmedAt ?? own.effectiveAt).getTime()),
		reason: base.reason
	}));
}
