// Reported figures and bases as lists and pages show them.
import { joined, type RecordKind } from '#lib/entries/feature.ts';
import { countOf } from '#lib/figures/format.ts';
import { figureShown } from '#lib/kernel/figure.ts';
import { m } from '#lib/paraglide/messages.js';
import { periodWord } from '#lib/plan/period-words.ts';
import { baseSourceWord } from './observation-words.ts';

export interface ObservationDetails {
	readonly kind: 'observation';
	readonly indicator: string;
	/** Whose figure it is. */
	readonly of: string;
	readonly period: string;
	readonly value: string;
	readonly note: string | null;
}

export interface BaseDetails {
	readonly kind: 'base';
	readonly target: string;
	readonly year: number;
	readonly value: string;
	/** 'derived' where it was frozen from records. */
	readonly source: string;
	/** Of what is frozen: how many records are in it. */
	readonly records: number | null;
	/** Why it is frozen anew. */
	readonly reason: string | null;
}

/** A figure of a unit for a period. */
export const observationKind: RecordKind<ObservationDetails> = {
	kind: 'observation',
	words(details, names) {
		const indicator = names.indicators[details.indicator];
		return {
			title: joined([indicator?.name ?? details.indicator, periodWord(details.period)]),
			sub: joined([names.units[details.of]?.name ?? details.of, details.note]),
			reference: m.observations_counted({ figure: figureShown(details.value), unit: indicator?.unit ?? '' })
		};
	},
	lines(details, names) {
		return [
			[m.observations_indicator(), names.indicators[details.indicator]?.name ?? details.indicator],
			[m.observations_of_unit(), names.units[details.of]?.name ?? details.of],
			[m.observations_period(), periodWord(details.period)],
			[
				m.observations_figure(),
				m.observations_counted({
					figure: figureShown(details.value),
					unit: names.indicators[details.indicator]?.unit ?? ''
				})
			],
			[m.ledgers_note(), details.note]
		];
	}
};

/** An opening stock or the figure of a base year. */
export const baseKind: RecordKind<BaseDetails> = {
	kind: 'base',
	words(details, names) {
		const target = names.targets[details.target];
		return {
			title: joined([m.observations_record_base(), target?.name ?? details.target]),
			sub: joined([m.ledgers_year({ year: String(details.year) }), baseSourceWord(details.source)]),
			reference: m.observations_counted({ figure: figureShown(details.value), unit: target?.unit ?? '' })
		};
	},
	lines(details, names) {
		return [
			[m.observations_target(), names.targets[details.target]?.name ?? details.target],
			[m.observations_base_year(), String(details.year)],
			[
				m.observations_figure(),
				m.observations_counted({ figure: figureShown(details.value), unit: names.targets[details.target]?.unit ?? '' })
			],
			[m.observations_source(), baseSourceWord(details.source)],
			[m.observations_freeze_records(), details.records === null ? null : countOf(details.records)],
			[m.observations_freeze_reason(), details.reason]
		];
	}
};
