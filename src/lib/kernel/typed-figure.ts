// Figures as people type and paste them (R234): "１２３４５", "12，345.00", "¥12345", "12.5万". What can be read in two ways is not read.
import type { FaultCode } from './result.ts';
import { dropIgnorables } from './text.ts';

/** What a field is for: only amounts have a currency, only percentages a percent sign. */
export type FigureKind = 'amount' | 'number' | 'percent';

/** A figure that cannot be read: which character is in the way, or null where the groups of digits are. */
interface UnreadFigure {
	readonly code: Extract<FaultCode, 'amount_character' | 'figure_character' | 'figure_groups' | 'required'>;
	readonly character: string | null;
}

/**
 * Reads a figure that somebody typed.
 * @returns decimal text as programs write it ("125000.50"), or what is in the way
 */
export function typedFigure(text: string, kind: FigureKind): { readonly text: string } | UnreadFigure {
	const plain = halfWidth(text);
	if (plain === '') return { code: 'required', character: null };
	const { rest, places } = withoutUnits(plain, kind);
	const read = decimal.exec(rest);
	if (!read) return unread(rest, kind);
	const [, sign = '', whole = '', fraction = ''] = read;
	return { text: sign + shifted(whole.replaceAll(/[, ]/g, ''), fraction, places) };
}

/** The first character that does not belong to a figure as programs write it; null where all do. */
export function strangeInFigure(text: string): string | null {
	return /[^\d.,+-]/u.exec(text.trim())?.[0] ?? null;
}

/** Whether a text of figures' characters alone is none because of its separators. */
export function isMisgrouped(text: string): boolean {
	return strangeInFigure(text) === null && /\d/.test(text) && /,|\..*\./.test(text);
}

/** Digits without separators, or in groups of three that all have the same separator. */
const decimal = /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+)(?:\.(\d+))?$/;

/** Full-width signs as plain ones, all spaces as one, all minus signs as one; other compatibility forms (²) stay and are named. */
function halfWidth(text: string): string {
	return dropIgnorables(text)
		.replaceAll(/[\uFF01-\uFF5E]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
		.replaceAll(/\s/g, ' ')
		.replaceAll('\uFFE5', '¥')
		.replaceAll(/[\u2212\u2013\u2014\uFE63]/g, '-')
		.trim();
}

/** Powers of ten, the longer word first. */
const scales: readonly (readonly [RegExp, number])[] = [
	[/万亿$/, 12],
	[/千万$/, 7],
	[/百万$/, 6],
	[/亿$/, 8],
	[/万$/, 4],
	[/千$/, 3],
	[/ ?billion$/i, 9],
	[/ ?million$/i, 6],
	[/ ?thousand$/i, 3]
];

function withoutUnits(text: string, kind: FigureKind): { readonly rest: string; readonly places: number } {
	let rest = text;
	if (kind === 'amount')
		rest = rest
			.replace(/^(?:¥|RMB|CNY|人民币)/i, '')
			.replace(/(?:[元圆]整|[元圆]|yuan)$/i, '')
			.trim();
	if (kind === 'percent') return { rest: rest.replace(/%$/, '').trim(), places: 0 };
	const scale = scales.find(([word]) => word.test(rest));
	return scale ? { rest: rest.replace(scale[0], '').trim(), places: scale[1] } : { rest, places: 0 };
}

/** Moves the point to the right; digits that say nothing are left out. */
function shifted(whole: string, fraction: string, places: number): string {
	const digits = whole + fraction.padEnd(places, '0');
	const point = whole.length + places;
	const left = digits.slice(0, point).replace(/^0+(?=\d)/, '');
	const right = digits.slice(point).replace(/0+$/, '');
	// Far beyond every limit: the reader of the field says that it is too large.
	const most = left.length > 15 ? '9'.repeat(15) : left;
	return right === '' ? most : `${most}.${right}`;
}

function unread(rest: string, kind: FigureKind): UnreadFigure {
	const strange = [...rest].filter((character) => !/[\d., +-]/.test(character));
	// What is a unit elsewhere is named only where nothing else is in the way.
	const character = strange.find((one) => !/[¥元圆整万亿千百%]/.test(one)) ?? strange[0];
	if (character === undefined) return { code: 'figure_groups', character: null };
	return { code: kind === 'amount' ? 'amount_character' : 'figure_character', character };
}
