// What a benchmark answers: a table of figures, and the ratios that count.

/** One line of a table. */
export type Row = Readonly<Record<string, string | number>>;

export interface Measured {
	/** What was measured, and how. */
	readonly about: string;
	readonly rows: readonly Row[];
	/** What to read: digits depend on the machine, ratios hardly. */
	readonly ratios: Readonly<Record<string, number>>;
}

export interface Percentiles {
	readonly p50: number;
	readonly p99: number;
	readonly max: number;
}

export function percentiles(values: readonly number[]): Percentiles {
	const sorted = [...values].sort((a, b) => a - b);
	const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
	return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

/** To three digits: more are chance. */
export function round(value: number): number {
	return Number(value.toPrecision(3));
}
