// Following a stream: whatever order frames arrive in, twice or not at all, a client ends where the log is.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, judge, missing, type Cursor } from './cursor.ts';
import type { Frame } from './messages.ts';

const start: Cursor = { epoch: 'e', heads: { city: 10 } };
const frame = (from: number, to: number, stream = 'city') => ({ stream, from, to });

describe('a frame', () => {
	it.each([
		[frame(11, 11), 'apply'],
		[frame(11, 20), 'apply'],
		[frame(5, 11), 'apply'],
		[frame(1, 10), 'drop'],
		[frame(10, 10), 'drop'],
		[frame(12, 12), 'hold'],
		[frame(12, 40), 'hold'],
		[frame(1, 1, 'plan'), 'apply'],
		[frame(2, 2, 'plan'), 'hold']
	])('%j at city 10 is to %s', (given, verdict) => {
		expect(judge(start, given)).toBe(verdict);
	});

	it('moves the cursor of its own stream alone', () => {
		expect(advance(start, frame(11, 14))).toEqual({ epoch: 'e', heads: { city: 14 } });
		expect(advance(start, frame(1, 3, 'plan'))).toEqual({ epoch: 'e', heads: { city: 10, plan: 3 } });
		expect(start.heads).toEqual({ city: 10 });
	});

	it('that is missing is known by the heads', () => {
		expect(missing(start, { city: 10 })).toEqual([]);
		expect(missing(start, { city: 11, plan: 0, breakdown: 2 })).toEqual(['city', 'breakdown']);
		expect(missing(start, { city: 9 })).toEqual([]);
	});
});

/** A log of two streams; each event sets one of five cells. */
const log = fc.record({
	city: fc.array(fc.tuple(fc.nat({ max: 4 }), fc.nat()), { minLength: 1, maxLength: 25 }),
	breakdown: fc.array(fc.tuple(fc.nat({ max: 4 }), fc.nat()), { minLength: 1, maxLength: 25 })
});
type Log = { city: [number, number][]; breakdown: [number, number][] };
const streams = ['city', 'breakdown'] as const;

function frameOf(events: Log, stream: (typeof streams)[number], from: number, to: number): Frame {
	const cells = new Map(events[stream].slice(from - 1, to).map(([key, value]) => [`${stream}/${key}`, value]));
	return {
		stream,
		from,
		to,
		at: '',
		cells: [...cells].map(([key, value]) => ({ key, layer: 'reported', value })),
		touches: [],
		feed: []
	};
}

describe('a client', () => {
	it('converges on the log for any delivery: in any order, cut in any way, repeated, with gaps that a replay fills', () => {
		const deliveries = fc.array(fc.record({ stream: fc.constantFrom(...streams), a: fc.nat(), b: fc.nat() }), {
			maxLength: 60
		});
		fc.assert(
			fc.property(log, deliveries, (events, arriving) => {
				const client = follower();
				for (const { stream, a, b } of arriving) {
					const length = events[stream].length;
					const [from, to] = [(a % length) + 1, (b % length) + 1].sort((x, y) => x - y);
					client.take(frameOf(events, stream, from ?? 1, to ?? 1));
				}
				const heads = { city: events.city.length, breakdown: events.breakdown.length };
				for (const stream of missing(client.cursor(), heads)) {
					const known = stream as (typeof streams)[number];
					client.take(frameOf(events, known, (client.cursor().heads[stream] ?? 0) + 1, heads[known]));
				}
				expect(client.cursor().heads).toEqual(heads);
				expect(client.held()).toEqual([]);
				const wanted = streams.flatMap((stream) =>
					events[stream].map(([key, value]) => [`${stream}/${key}`, value] as const)
				);
				expect(client.cells()).toEqual(new Map(wanted));
			})
		);
	});

	it('loses nothing when all frames arrive, in whatever order and however often', () => {
		fc.assert(
			fc.property(
				log.chain((events) => {
					const frames = streams.flatMap((stream) =>
						events[stream].map((_, index) => frameOf(events, stream, index + 1, index + 1))
					);
					const repeated = fc
						.subarray(frames)
						.chain((again) => fc.shuffledSubarray([...frames, ...again], { minLength: frames.length + again.length }));
					return fc.tuple(fc.constant(events), repeated);
				}),
				([events, arriving]) => {
					const client = follower();
					for (const each of arriving) client.take(each);
					expect(client.cursor().heads).toEqual({ city: events.city.length, breakdown: events.breakdown.length });
				}
			)
		);
	});
});

/** The rules of live.md as a client keeps them: apply, drop, or hold until what is before it has come. */
function follower() {
	let cursor: Cursor = { epoch: 'e', heads: { city: 0, breakdown: 0 } };
	let held: Frame[] = [];
	const cells = new Map<string, unknown>();
	const take = (given: Frame): void => {
		const verdict = judge(cursor, given);
		if (verdict === 'hold') held.push(given);
		if (verdict !== 'apply') return;
		for (const { key, value } of given.cells) cells.set(key, value);
		cursor = advance(cursor, given);
		const waiting = held;
		held = [];
		for (const next of waiting) take(next);
	};
	return { take, cursor: () => cursor, held: () => held, cells: () => cells };
}
