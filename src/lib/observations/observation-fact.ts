// The facts that observations and base figures make: who is told, and which pages load again.
import type { Fact } from '#lib/log/fact.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import { unitStream } from '#lib/protocol/streams.ts';
import type { CellDelta } from '#lib/protocol/cells.ts';
import type { DecidedBase } from './base-figure.ts';
import { figureText } from '#lib/kernel/figure.ts';
import type { Reported, SeriesName } from './observation.ts';

/** Codes and figures of an observation for one line of the feed. */
export function observationValues(name: SeriesName, reported: Reported): Record<string, string> {
	return {
		ledger: 'observations',
		kind: 'observation',
		indicator: name.indicator,
		figureOf: name.unit,
		period: reported.period,
		figure: figureText(reported.value)
	};
}

export function baseValues(base: Pick<DecidedBase, 'value' | 'year'> & { readonly target: string }) {
	return {
		ledger: 'observations',
		kind: 'base',
		target: base.target,
		year: base.year,
		figure: figureText(base.value)
	};
}

/** @param unit the unit that it is entered for */
export function observationFact(
	id: string,
	name: SeriesName,
	reported: Reported,
	unit: string,
	deltas: readonly CellDelta[]
): Fact {
	return {
		type: 'observationRecorded',
		ids: [id],
		unit,
		after: `observation:${id}@1`,
		values: observationValues(name, reported),
		deltas,
		touches: [invalidated.ledger('observations'), invalidated.review, invalidated.unit(unit)],
		streams: [...new Set([unit, name.unit])].map(unitStream),
		feed: true
	};
}

export function baseFact(id: string, base: DecidedBase, unit: string): Fact {
	return {
		type: 'baseFigureGiven',
		ids: [id],
		unit,
		after: `base_figure:${id}@1`,
		values: baseValues({ target: base.target.id, year: base.year, value: base.value }),
		deltas: [],
		touches: [invalidated.ledger('observations'), invalidated.review, invalidated.unit(unit)],
		streams: [unitStream(unit)],
		feed: true
	};
}
