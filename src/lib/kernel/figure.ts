// Figures of observations and base figures: whole hundredths as bigint inside, numbers or decimal text at the edges.
import * as v from 'valibot';
import { unreadIssue } from './fields.ts';
import type { FaultCode } from './result.ts';
import { isMisgrouped, strangeInFigure } from './typed-figure.ts';

/** The largest figure one record may carry, in hundredths: as of money. */
const maxFigure = 10_000_000_000_000n;

/**
 * Reads a figure of at least 0 with at most two decimals, as people type it ("1,234.5").
 * @returns hundredths, or the code of what is wrong with it
 */
export function parseFigure(text: string): bigint | FaultCode {
	const match = /^(\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d+))?$/.exec(text.trim());
	if (!match)
		return strangeInFigure(text) !== null ? 'figure_character' : isMisgrouped(text) ? 'figure_groups' : 'bad_figure';
	const [, whole = '', fraction = ''] = match;
	if (/[^0]/.test(fraction.slice(2))) return 'figure_too_precise';
	const value = BigInt(whole.replaceAll(',', '')) * 100n + BigInt(fraction.slice(0, 2).padEnd(2, '0'));
	return value > maxFigure ? 'figure_too_large' : value;
}

/** "80", "80.5", "-3": without decimals that say nothing. */
export function figureText(hundredths: bigint): string {
	const absolute = hundredths < 0n ? -hundredths : hundredths;
	const fraction = (absolute % 100n).toString().padStart(2, '0').replace(/0+$/, '');
	return `${hundredths < 0n ? '-' : ''}${absolute / 100n}${fraction && `.${fraction}`}`;
}

/** The same text with separators, for tables: "1,234.5". */
export function figureShown(figure: string): string {
	const [whole = '', fraction] = figure.split('.');
	const separated = whole.replace(/\B(?=(\d{3})+$)/g, ',');
	return fraction === undefined ? separated : `${separated}.${fraction}`;
}

/** A figure as a JSON number or as numeric text > hundredths. */
export const figureField = v.pipe(
	v.union([v.string(), v.pipe(v.number(), v.transform(String))], 'bad_figure'),
	v.nonEmpty('required'),
	v.rawTransform<string, bigint>(({ dataset, addIssue, NEVER }) => {
		const parsed = parseFigure(dataset.value);
		if (typeof parsed === 'bigint') return parsed;
		addIssue(unreadIssue(parsed, dataset.value));
		return NEVER;
	})
);
