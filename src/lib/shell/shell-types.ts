// What the frame around every page is told: who is here, which plan, how the connection stands.
import type { Administered } from '#lib/access/rights.ts';
import type { Day } from '#lib/kernel/day.ts';

export type NavIcon =
	| 'overview'
	| 'goals'
	| 'stages'
	| 'funds'
	| 'registers'
	| 'observations'
	| 'plan'
	| 'work'
	| 'ledger'
	| 'review'
	| Administered;

export interface NavItem {
	readonly href: string;
	/** Ready to read, in the reader's language. */
	readonly label: string;
	readonly icon: NavIcon;
}

export interface ShellActor {
	readonly name: string;
	readonly role: string;
	readonly unit: { readonly short: string; readonly name: string } | null;
}

export interface ShellData {
	readonly actor: ShellActor;
	readonly plan: { readonly title: string };
	readonly today: Day;
	readonly demo: boolean;
	/** Whether sample records are being entered; null outside the demonstration. */
	readonly sampleActivity: boolean | null;
	/** Plain http outside loopback: every page warns. */
	readonly plainHttp: boolean;
	readonly maySwitchSamples: boolean;
	readonly nav: readonly NavItem[];
}
