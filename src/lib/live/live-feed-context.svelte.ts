// Hands the layout's live feed to the pages below it.
import { getContext, setContext } from 'svelte';
import type { LiveFeed } from './feed.svelte.ts';

const key = Symbol('live-feed');

export function provideLiveFeed(feed: LiveFeed): LiveFeed {
	return setContext(key, feed);
}

export function liveFeed(): LiveFeed {
	return getContext<LiveFeed>(key);
}
