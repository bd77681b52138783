// A page's figures in the browser: what the server rendered first, then the fold of what the feed brings.
import { dayAt } from '#lib/kernel/day.ts';
import type { LiveFeed } from './feed.svelte.ts';
import type { FeedItem } from '#lib/protocol/messages.ts';
import { applyFrame, fromSnapshot, withToday, type FoldState } from '#lib/figures/fold.ts';

/** Screens are redrawn at most so often. */
const redrawEveryMs = 250;

/** @typeParam View what the page shows, a pure function of the cells, the plan and today */
export class LiveDashboard<View> {
	view: View;
	feed = $state.raw<readonly FeedItem[]>([]);

	readonly #compute: (state: FoldState) => View;
	#state: FoldState | null = null;
	#shownAt = 0;
	#redraw: ReturnType<typeof setTimeout> | undefined;

	constructor(view: View, feed: readonly FeedItem[], compute: (state: FoldState) => View) {
		this.view = $state.raw(view);
		this.feed = feed;
		this.#compute = compute;
	}

	/** Folds from the feed until the returned function is called. */
	follow(feed: LiveFeed): () => void {
		const stop = feed.fold({
			snapshot: (snapshot) => {
				this.#state = fromSnapshot(snapshot);
				this.#show();
			},
			frame: (frame) => {
				if (!this.#state) return;
				const state = applyFrame(this.#state, frame);
				const today = dayAt(Date.parse(frame.at));
				this.#state = today > state.today ? withToday(state, today) : state;
				// The first change after a quiet spell shows at once, the rest of a burst together.
				const wait = Math.max(0, this.#shownAt + redrawEveryMs - performance.now());
				this.#redraw ??= setTimeout(() => {
					this.#redraw = undefined;
					this.#show();
				}, wait);
			}
		});
		return () => {
			stop();
			clearTimeout(this.#redraw);
		};
	}

	/** Computes the view again from the figures that it has. */
	again(): void {
		if (this.#state) this.view = this.#compute(this.#state);
	}

	#show(): void {
		if (!this.#state) return;
		this.#shownAt = performance.now();
		this.view = this.#compute(this.#state);
		this.feed = this.#state.feed;
	}
}
