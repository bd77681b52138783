// Money: whole fen as bigint inside, decimal strings of yuan at the edges.
import { fraction } from './fraction.ts';
import type { Fault, FaultCode } from './result.ts';
import { rounded } from './rounding.ts';
import { isMisgrouped, strangeInFigure, typedFigure } from './typed-figure.ts';

declare const fenBrand: unique symbol;
/** Whole fen (1/100 yuan). */
export type Fen = bigint & { readonly [fenBrand]: true };

/** The largest amount one record may carry: 1,000 亿 yuan. Far above any plan, far below 2^63. */
export const maxFen = fen(10_000_000_000_000n);

export function fen(value: bigint): Fen {
	return value as Fen;
}

/**
 * Reads a decimal string of yuan ("12345.67", "12,345.6") as positive fen.
 * @returns the amount, or the code of what is wrong with it
 */
export function parseYuan(text: string): Fen | FaultCode {
	const match = /^([+-]?)(\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d+))?$/.exec(text.trim());
	if (!match && strangeInFigure(text) !== null) return 'amount_character';
	if (!match) return isMisgrouped(text) ? 'figure_groups' : 'bad_amount';
	const [, sign, whole = '', fraction = ''] = match;
	if (/[^0]/.test(fraction.slice(2))) return 'amount_too_precise';
	const value = BigInt(whole.replaceAll(',', '')) * 100n + BigInt(fraction.slice(0, 2).padEnd(2, '0'));
	if (sign === '-' || value === 0n) return 'amount_not_positive';
	return value > maxFen ? 'amount_too_large' : fen(value);
}

/** Reads an amount as people type it ("12.5万"): the amount, or what is wrong with it and which character is in the way. */
export function readTypedYuan(text: string): Fen | Pick<Fault, 'code' | 'params'> {
	const typed = typedFigure(text, 'amount');
	if ('text' in typed) {
		const parsed = parseYuan(typed.text);
		return typeof parsed === 'bigint' ? parsed : { code: parsed };
	}
	return typed.character === null ? { code: typed.code } : { code: typed.code, params: { character: typed.character } };
}

/** "12345.67": always two decimals, no separators; the form of files, events and REST. */
export function toYuan(value: bigint): string {
	const sign = value < 0n ? '-' : '';
	const digits = (value < 0n ? -value : value).toString().padStart(3, '0');
	return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Reads what `toYuan` wrote (any sign). Throws on anything else: it is for our own data, not for input. */
export function fromYuan(text: string): Fen {
	const match = /^(-?)(\d+)\.(\d{2})$/.exec(text);
	if (!match) throw new RangeError(`not a decimal string of yuan: ${text}`);
	const value = BigInt(`${match[2]}${match[3]}`);
	return fen(match[1] ? -value : value);
}

/** In 万元 with two decimals and separators, for tables: 1234567890n -> "1,234.57". */
export function formatWan(value: bigint): string {
	return formatScaled(value, tableUnits.wan, 2);
}

/** In 亿元 with two decimals, for cards: 23000000000n -> "2.30". */
export function formatYi(value: bigint): string {
	return formatScaled(value, tableUnits.yi, 2);
}

/** In full yuan with separators, for single records: "12,345.67". */
export function formatYuan(value: bigint): string {
	return formatScaled(value, 100n, 2);
}

/** In millions of yuan with two decimals, the English counterpart of 万/亿 on cards. */
export function formatMillion(value: bigint): string {
	return formatScaled(value, tableUnits.million, 2);
}

/** [R276] How many fen one unit of a table is. */
const tableUnits = { wan: 1_000_000n, million: 100_000_000n, yi: 10_000_000_000n } as const;

/** [R276] Whether figures that are rounded to hundredths of a unit come to another sum than their total, rounded likewise. */
export function roundsApart(parts: readonly bigint[], total: bigint, unit: keyof typeof tableUnits): boolean {
	const hundredth = fraction(100n, tableUnits[unit]);
	const shown = (value: bigint) => rounded({ part: value * hundredth.part, whole: hundredth.whole }, 0);
	return parts.reduce((sum, part) => sum + shown(part), 0n) !== shown(total);
}

function least(decimals: number): string {
	return `0.${'1'.padStart(decimals, '0')}`;
}

function formatScaled(value: bigint, unit: bigint, decimals: number): string {
	const scale = 10n ** BigInt(decimals);
	const absolute = value < 0n ? -value : value;
	// Half away from zero, on integers: floats would round 0.005 either way.
	const scaled = (absolute * scale * 2n + unit) / (unit * 2n);
	// [R277] Something is not nothing, however large the unit.
	if (scaled === 0n && absolute > 0n) return value < 0n ? `>-${least(decimals)}` : `<${least(decimals)}`;
	const whole = (scaled / scale).toString().replace(/\B(?=(\d{3})+$)/g, ',');
	const sign = value < 0n ? '-' : '';
	return `${sign}${whole}.${(scaled % scale).toString().padStart(decimals, '0')}`;
}
