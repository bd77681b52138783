// The parts of the plan's page in one language.
import type { SafeguardMeasure } from '#lib/plan/plan-document.ts';
import type { SafeguardView } from './safeguards-view.ts';

export interface ShownReading {
	readonly id: string;
	readonly clause: string;
	readonly question: string;
	readonly why: string;
	/** The option that the plan gives, and the one in force. */
	readonly default: string;
	readonly inForce: string;
	readonly options: readonly { readonly id: string; readonly text: string }[];
}

export type ShownSafeguard = Omit<SafeguardView, 'title' | 'measures'> & {
	readonly title: string;
	readonly measures: readonly (Omit<SafeguardMeasure, 'title'> & { readonly title: string })[];
};
