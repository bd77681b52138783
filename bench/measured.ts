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
