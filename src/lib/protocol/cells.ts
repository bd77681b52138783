// Cells: the named figures that events carry and every rollup is made of. A key says what, for whom, which day; families (figures/) write it.
import * as v from 'valibot';
import { fromYuan, toYuan } from '../kernel/money.ts';

export const layers = ['reported', 'confirmed'] as const;
export type Layer = (typeof layers)[number];

/**
 * What the whole number in a cell says: fen, hundredths of what is observed, a number of things, percent, or 1 for what stands.
 * Money and hundredths have two decimals on the wire.
 */
export type ValueType = 'money' | 'hundredths' | 'count' | 'percent' | 'flag';

/** A change of a cell, as the rules give it; the log turns it into the new absolute value. */
export interface CellDelta {
	/** The stream that holds the cell: `city` for totals, `breakdown` for figures by unit. */
	readonly stream: 'city' | 'breakdown';
	readonly key: string;
	readonly layer: Layer;
	readonly delta: bigint;
	readonly type: ValueType;
}

/** A cell as it travels: money as a decimal string of yuan, observed values as decimal strings, everything else as a whole number. */
export const wireCellSchema = v.object({
	key: v.string(),
	layer: v.picklist(layers),
	value: v.union([v.pipe(v.string(), v.regex(/^-?\d+\.\d{2}$/)), v.pipe(v.number(), v.safeInteger())])
});
export type WireCell = v.InferOutput<typeof wireCellSchema>;

/** Whether values of a type have two decimals on the wire. */
export function isDecimal(type: ValueType): boolean {
	return type === 'money' || type === 'hundredths';
}

/** The largest sum of whole numbers: JSON carries no larger one. */
const maxCount = BigInt(Number.MAX_SAFE_INTEGER);
/** The largest sum of money or observed values, in hundredths: a hundred thousand of the largest records, far below 64 bits. */
const maxDecimal = 1_000_000_000_000_000_000n;

/** Whether a change leads a sum further than it may go; one that leads back is never in the way (R214). */
export function isSumTooLarge(type: ValueType, delta: bigint, value: bigint): boolean {
	const most = isDecimal(type) ? maxDecimal : maxCount;
	return value > most ? delta > 0n : value < -most && delta < 0n;
}

export function toWireCell(key: string, layer: Layer, value: bigint, type: ValueType): WireCell {
	return { key, layer, value: isDecimal(type) ? toYuan(value) : Number(value) };
}

/** Whether a value on the wire says what a cell holds. */
export function saysValue(wire: WireCell['value'], value: bigint): boolean {
	return wire === (typeof wire === 'string' ? toYuan(value) : Number(value));
}

export function fromWireValue(value: WireCell['value']): bigint {
	return typeof value === 'string' ? fromYuan(value) : BigInt(value);
}
