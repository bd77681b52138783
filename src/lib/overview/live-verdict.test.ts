// The verdict in the frames of `city`: of all cells at the frames' heads, for whoever follows `city` alone too.
import { expect, it } from 'vitest';
import { day } from '#lib/kernel/day.ts';
import { wireCellOf } from '#lib/figures/known-families.ts';
import type { Frame } from '#lib/protocol/messages.ts';
import { onTime, shared, smallPlan, stateOf } from '../../../tests/support/small-plan.ts';
import type { FoldState } from '#lib/figures/fold.ts';
import { openLiveVerdict } from './live-verdict.server.ts';
import { wholeVerdict } from './view.ts';

const at = '2019-09-16T01:00:00.000Z';
function frame(stream: string, from: number, cells: Frame['cells'] = [], when = at): Frame {
	return { stream, from, to: from, at: when, cells, touches: [], feed: [] };
}
const blocked = [wireCellOf('share/2/court/status/blocked', 'reported', 1n)];

function open(state: FoldState, { wanted = true } = {}) {
	let reads = 0;
	const errors: unknown[] = [];
	const put = openLiveVerdict({
		read: () => {
			reads++;
			return Promise.resolve(state);
		},
		planOn: () => smallPlan,
		isWanted: () => wanted,
		onError: (error) => errors.push(error)
	});
	return { put, errors, reads: () => reads };
}

it('[R256] a frame of city carries the verdict of all cells at its heads, others none', async () => {
	const state = stateOf(onTime);
	const { put, reads } = open(state);
	const [city, breakdown] = await put([frame('city', 2), frame('breakdown', 2, blocked)]);
	const after = stateOf([...onTime, ...shared('2/court', 'blocked', 0)]);
	expect(city?.verdict).toEqual(wholeVerdict(smallPlan, { ...after, heads: { city: 2, breakdown: 2 } }));
	expect(city?.verdict?.measures.find(({ measure }) => measure === 'tasks')?.lights).toEqual({ good: 2 });
	expect(breakdown).not.toHaveProperty('verdict');
	expect(await put([frame('plan', 1)])).toEqual([frame('plan', 1)]);
	await put([frame('city', 3)]);
	expect(reads()).toBe(1);
	// The figures that it was given are another's.
	expect(state.cells.has('reported share/2/court/status/blocked')).toBe(false);
});

it('[R256] turns with the day, and reads anew after a gap', async () => {
	const { put, reads } = open(stateOf(onTime));
	const [turned] = await put([frame('city', 2, [], '2019-09-16T16:00:01.000Z')]);
	expect(turned?.verdict?.day).toBe(day('2019-09-17'));
	const gap = frame('city', 9);
	const [after] = await put([gap]);
	expect(reads()).toBe(2);
	expect(after).not.toHaveProperty('verdict');
});

it('[R256] goes on without the verdict where nobody is told, or where it cannot be computed', async () => {
	const idle = open(stateOf(onTime), { wanted: false });
	expect((await idle.put([frame('city', 2)]))[0]).not.toHaveProperty('verdict');
	expect(idle.reads()).toBe(0);
	const broken = openLiveVerdict({
		read: () => Promise.reject(new Error('away')),
		planOn: () => smallPlan,
		isWanted: () => true,
		onError: () => undefined
	});
	expect(await broken([frame('city', 2)])).toEqual([frame('city', 2)]);
});
