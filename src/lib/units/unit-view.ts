// What the pages of units show.
import type { UnitKind } from '#lib/plan/plan-document.ts';

export interface UnitView {
	readonly code: string;
	readonly kind: UnitKind;
	readonly validFrom: string;
	readonly validTo: string | null;
	readonly successor: string | null;
	/** Units that it takes over from. */
	readonly predecessors: readonly string[];
	/** Whether the plan's document knows it. */
	readonly ofPlan: boolean;
	/** With an appointment of today. */
	readonly people: number;
	readonly tokens: number;
}

/** One word of the administrator on a unit. */
export interface TermView {
	readonly version: number;
	readonly validTo: string | null;
	readonly successor: string | null;
	readonly at: Date;
	readonly by: string;
	readonly reason: string | null;
}
