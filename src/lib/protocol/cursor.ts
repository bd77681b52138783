// How a client follows the streams: which frames to apply, which to drop, which to hold.
import type { Frame, Heads } from './messages.ts';

export interface Cursor {
	readonly epoch: string;
	readonly heads: Heads;
}

/**
 * What to do with a frame: apply it when it continues the cursor (it may begin before it: cells are absolute), drop it when all of
 * it is known, hold it when something before it is missing.
 */
export function judge(
	cursor: Pick<Cursor, 'heads'>,
	frame: Pick<Frame, 'stream' | 'from' | 'to'>
): 'apply' | 'drop' | 'hold' {
	const at = cursor.heads[frame.stream] ?? 0;
	if (frame.to <= at) return 'drop';
	return frame.from <= at + 1 ? 'apply' : 'hold';
}

export function advance(cursor: Cursor, frame: Pick<Frame, 'stream' | 'to'>): Cursor {
	return { epoch: cursor.epoch, heads: { ...cursor.heads, [frame.stream]: frame.to } };
}

/** Streams in which a cursor lacks events up to the given heads. */
export function missing(cursor: Cursor, heads: Heads): string[] {
	return Object.keys(heads).filter((stream) => (cursor.heads[stream] ?? 0) < (heads[stream] ?? 0));
}
