// The overview's figures in the browser: what the server rendered first, then the fold of what the feed brings.
import { dayAt } from '#lib/kernel/day.ts';
import type { LiveFeed } from '#lib/live/feed.svelte.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import type { FeedItem } from '#lib/protocol/messages.ts';
import { applyFrame, fromSnapshot, withToday, type FoldState } from './fold.ts';
import { viewOf } from './view.ts';
import type { DashboardView } from './view-types.ts';

/** Screens are redrawn at most so often. */
const redrawEveryMs = 250;

export class LiveDashboard {
	view = $state.raw<DashboardView | null>(null);
	feed = $state.raw<readonly FeedItem[]>([]);

	readonly #plan: PlanSummary;
	#state: FoldState | null = null;
	#shownAt = 0;
	#redraw: ReturnType<typeof setTimeout> | undefined;

	constructor(plan: PlanSummary, view: DashboardView, feed: readonly FeedItem[]) {
		this.#plan = plan;
		this.view = view;
		this.feed = feed;
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

	#show(): void {
		if (!this.#state) return;
		this.#shownAt = performance.now();
		this.view = viewOf(this.#plan, this.#state);
		this.feed = this.#state.feed;
	}
}
