// How a page tells the frame about its live connection: the page hands in a getter, the header and the banner read it.
import { getContext, setContext } from 'svelte';
import type { ConnectionView } from './shell-types.ts';

export interface LiveSource {
	readonly connection: ConnectionView;
	/** Business time now, 'HH:MM'; null before it is known. */
	readonly time: string | null;
}

const key = Symbol('live-status');

export class LiveStatus {
	#source = $state.raw<(() => LiveSource) | null>(null);

	/** Null on pages that follow nothing. */
	get current(): LiveSource | null {
		return this.#source?.() ?? null;
	}

	/** Follows a source until the returned function is called. */
	follow(source: () => LiveSource): () => void {
		this.#source = source;
		return () => {
			if (this.#source === source) this.#source = null;
		};
	}
}

/** For the frame: makes the place that its pages report to. */
export function provideLiveStatus(): LiveStatus {
	return setContext(key, new LiveStatus());
}

/** For a page: `$effect(() => liveStatus().follow(() => feed))`, taken while the component is made. */
export function liveStatus(): LiveStatus {
	return getContext<LiveStatus>(key);
}
