// Folding frames: the newest value wins, however events were gathered into frames, and nothing counts twice.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { day } from '#lib/kernel/day.ts';
import type { Layer, WireCell } from '#lib/protocol/cells.ts';
import type { FeedItem, Frame } from '#lib/protocol/messages.ts';
import type { Snapshot } from '#lib/protocol/snapshot.ts';
import type { Verdict } from '#lib/protocol/verdict.ts';
import { sharesProgress } from './families/tasks.ts';
import { applyFrame, feedLength, fromSnapshot, groupCells, withToday, type FoldState } from './fold.ts';
import { wireCellOf } from './known-families.ts';

const empty: Snapshot = {
	epoch: 'e1',
	heads: { city: 0, breakdown: 0 },
	today: '2019-09-16',
	changed: {},
	cells: [],
	feed: []
};

function frame(from: number, to: number, cells: readonly WireCell[] = [], stream = 'city'): Frame {
	return {
		stream,
		from,
		to,
		at: `2019-09-16T09:00:${String(to % 60).padStart(2, '0')}+08:00`,
		cells: [...cells],
		touches: [],
		feed: []
	};
}

function feedItem(seq: number): FeedItem {
	return { seq, type: 'caseClosed', ids: [], unit: 'ipo', at: '2019-09-16T09:00:00+08:00', values: {} };
}

function entries(state: FoldState): [string, bigint][] {
	return [...state.cells].sort(([a], [b]) => (a < b ? -1 : 1));
}

describe('a state', () => {
	it('[R1] starts as its snapshot: money in fen, counts as they are, the feed newest first', () => {
		const state = fromSnapshot({
			...empty,
			cells: [
				{ key: 'funds/insurance/city/spent/2019-03', layer: 'reported', value: '12.50' },
				{ key: 'cases/open/2019-03-01', layer: 'confirmed', value: 3 }
			],
			feed: [feedItem(1), feedItem(3), feedItem(2)]
		});
		expect(entries(state)).toEqual([
			['confirmed cases/open/2019-03-01', 3n],
			['reported funds/insurance/city/spent/2019-03', 1250n]
		]);
		expect(state.feed.map(({ seq }) => seq)).toEqual([3, 2, 1]);
		expect(state.today).toBe('2019-09-16');
	});

	it('[R256] keeps the verdict that came last', () => {
		const verdict = (today: string): Verdict => ({ day: today, heads: {}, measures: [], conflicts: [], urgent: null });
		const first = applyFrame(fromSnapshot(empty), { ...frame(1, 1), verdict: verdict('2019-09-16') });
		expect(first.verdict?.day).toBe('2019-09-16');
		expect(applyFrame(first, frame(2, 2)).verdict?.day).toBe('2019-09-16');
		expect(applyFrame(first, { ...frame(2, 2), verdict: verdict('2019-09-17') }).verdict?.day).toBe('2019-09-17');
	});

	it('[R1] takes the newest value of a cell, moves its head and is a new object around the same map', () => {
		const before = fromSnapshot(empty);
		const after = applyFrame(before, frame(1, 1, [wireCellOf('cases/open/2019-03-01', 'reported', 2n)]));
		const last = applyFrame(after, frame(2, 5, [wireCellOf('cases/open/2019-03-01', 'reported', 1n)]));
		expect(entries(last)).toEqual([['reported cases/open/2019-03-01', 1n]]);
		expect(last.heads).toEqual({ city: 5, breakdown: 0 });
		expect(after).not.toBe(before);
		expect(last.cells).toBe(before.cells);
	});

	it('[R1] stays the same when a frame comes twice', () => {
		const once = applyFrame(fromSnapshot(empty), frame(1, 2, [wireCellOf('milestones/reached', 'reported', 2n)]));
		expect(applyFrame(once, frame(1, 2, [wireCellOf('milestones/reached', 'reported', 9n)]))).toBe(once);
		expect(entries(once)).toEqual([['reported milestones/reached', 2n]]);
	});

	it('[R1] takes a frame that overlaps what it knows, and no feed line twice', () => {
		const first = { ...frame(1, 2, [], 'breakdown'), feed: [feedItem(1), feedItem(2)] };
		const overlapping = { ...frame(2, 3, [], 'breakdown'), feed: [feedItem(2), feedItem(3)] };
		const state = applyFrame(applyFrame(fromSnapshot(empty), first), overlapping);
		expect(state.feed.map(({ seq }) => seq)).toEqual([3, 2, 1]);
		expect(state.heads['breakdown']).toBe(3);
	});

	it('[R1] refuses a frame that leaves a gap', () => {
		const state = fromSnapshot(empty);
		expect(() => applyFrame(state, frame(2, 3, [wireCellOf('milestones/reached', 'reported', 9n)]))).toThrow(
			RangeError
		);
		expect(state.cells.size).toBe(0);
	});

	it('keeps the newest 30 lines of the feed, and none of other streams', () => {
		let state = fromSnapshot({ ...empty, feed: Array.from({ length: 30 }, (_, index) => feedItem(index)) });
		state = applyFrame(state, { ...frame(1, 40, [], 'breakdown'), feed: [feedItem(40)] });
		state = applyFrame(state, { ...frame(1, 50), feed: [feedItem(50)] });
		expect(state.feed).toHaveLength(feedLength);
		expect(state.feed.slice(0, 2).map(({ seq }) => seq)).toEqual([40, 29]);
	});

	it('[R32] remembers the newest change by the first part of the keys, also across offsets', () => {
		const state = fromSnapshot({
			...empty,
			changed: { cases: '2019-09-16T01:30:00.000Z', funds: '2019-09-16T00:00:00.000Z' }
		});
		const cells = [
			wireCellOf('cases/open/2019-03-01', 'reported', 2n),
			wireCellOf('funds/a/city/spent/2019-03', 'reported', 1n)
		];
		const next = applyFrame(state, { ...frame(1, 1, cells), at: '2019-09-16T09:10:00+08:00' });
		expect(next.changed).toEqual({ cases: '2019-09-16T01:30:00.000Z', funds: '2019-09-16T09:10:00+08:00' });
	});

	it('is seen from another day without losing its cells', () => {
		const state = fromSnapshot(empty);
		expect(withToday(state, day('2019-09-17'))).toMatchObject({ today: '2019-09-17', cells: state.cells });
		expect(withToday(state, day('2019-09-16'))).toBe(state);
	});

	it('groups its cells by family and leaves out what is zero, and what it does not know', () => {
		const state = fromSnapshot({
			...empty,
			cells: [
				wireCellOf('share/2.3/cbrc/status/blocked', 'reported', 0n),
				wireCellOf('share/2.3/cbrc/progress', 'confirmed', 40n),
				wireCellOf('share/2.3/cbrc/mood', 'confirmed', 7n)
			]
		});
		expect([...groupCells(state.cells)]).toEqual([
			[sharesProgress, [{ layer: 'confirmed', parts: { task: '2.3', unit: 'cbrc' }, value: 40n }]]
		]);
	});
});

interface Change {
	readonly stream: 'city' | 'breakdown';
	readonly key: string;
	readonly layer: Layer;
	readonly value: bigint;
}

const change: fc.Arbitrary<Change> = fc.record({
	stream: fc.constantFrom('city', 'breakdown'),
	key: fc.constantFrom(
		'funds/a/city/spent/2019-03',
		'cases/open/2019-03-01',
		'deals/pledge/amount/2019-01-02',
		'milestone/1.2/ipo/1'
	),
	layer: fc.constantFrom('reported', 'confirmed'),
	value: fc.bigInt(0n, 1_000_000n)
});

/** Gathers the changes of one stream, one event each, into frames that end where `cuts` says. */
function framesOf(stream: Change['stream'], changes: readonly Change[], cuts: readonly boolean[]): Frame[] {
	const frames: Frame[] = [];
	let from = 1;
	let newest = new Map<string, WireCell>();
	for (const [index, { key, layer, value }] of changes.entries()) {
		newest.set(`${layer} ${key}`, wireCellOf(key, layer, value));
		if (!cuts[index % cuts.length] && index < changes.length - 1) continue;
		frames.push(frame(from, index + 1, [...newest.values()], stream));
		from = index + 2;
		newest = new Map();
	}
	return frames;
}

function folded(frames: readonly Frame[]): [string, bigint][] {
	return entries(frames.reduce(applyFrame, fromSnapshot(empty)));
}

describe('properties', () => {
	const cuts = fc.array(fc.boolean(), { minLength: 1, maxLength: 7 });

	it('[R1] any gathering of events into frames, with frames repeated, folds to the same cells', () => {
		fc.assert(
			fc.property(
				fc.array(change, { maxLength: 60 }),
				cuts,
				fc.array(fc.boolean(), { minLength: 1 }),
				(changes, cut, repeat) => {
					const city = changes.map((one) => ({ ...one, stream: 'city' as const }));
					const single = framesOf('city', city, [true]);
					const gathered = framesOf('city', city, cut);
					const repeated = gathered.flatMap((one, index) => (repeat[index % repeat.length] ? [one, one] : [one]));
					expect(folded(gathered)).toEqual(folded(single));
					expect(folded(repeated)).toEqual(folded(single));
				}
			)
		);
	});

	it('[R1] the order of frames of different streams does not matter, as no cell is in two of them', () => {
		fc.assert(
			fc.property(fc.array(change, { maxLength: 60 }), cuts, (changes, cut) => {
				const own = changes.map((one) => ({ ...one, key: `${one.key}/${one.stream}` }));
				const [city, breakdown] = (['city', 'breakdown'] as const).map((stream) =>
					framesOf(
						stream,
						own.filter((one) => one.stream === stream),
						cut
					)
				) as [Frame[], Frame[]];
				expect(folded([...breakdown, ...city])).toEqual(folded([...city, ...breakdown]));
			})
		);
	});
});
