// What figures and their lights are in both layers.

/** reported 上报 as entered, confirmed 确认 by a second person. Both always exist; screens show both where they differ. */
export interface Layered<T> {
	readonly reported: T;
	readonly confirmed: T;
}

/** The product's lights (colour + shape + word; see ui/Light.svelte). */
export type Light =
	| 'done'
	| 'good'
	| 'risk'
	| 'behind'
	| 'done_late'
	| 'unreported'
	| 'base_missing'
	| 'too_few'
	| 'not_started'
	| 'blocked'
	| 'returned'
	| 'cancelled';
