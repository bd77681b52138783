// How a register divides by industries.

export interface IndustrySplit {
	readonly industry: string;
	/** Reported layer. */
	readonly all: number;
	readonly near: number;
	readonly qualified: { readonly reported: number; readonly confirmed: number };
}
