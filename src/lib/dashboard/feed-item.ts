// The feed's line as the wire defines it.
export type { FeedItem } from '#lib/protocol/messages.ts';
