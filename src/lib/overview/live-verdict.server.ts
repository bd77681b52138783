// Puts the verdict into the frames of `city`: folded from all cells on this node, so that every reader gets the same one.
import { dayAt, type Day } from '#lib/kernel/day.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import type { Frame } from '#lib/protocol/messages.ts';
import { applyFrame, withToday, type FoldState } from '#lib/figures/fold.ts';
import { wholeVerdict } from './view.ts';

export interface LiveVerdictParts {
	/** All cells as they are now; asked for once, and again when a frame leaves a gap. */
	readonly read: () => Promise<FoldState>;
	readonly planOn: (day: Day) => PlanSummary;
	/** Whether anybody on this node would be told. */
	readonly isWanted: () => boolean;
	readonly onError: (error: unknown) => void;
}

/** @returns the frames of one look, those of `city` with the verdict; without it where it could not be computed */
export function openLiveVerdict(parts: LiveVerdictParts): (frames: readonly Frame[]) => Promise<readonly Frame[]> {
	let state: FoldState | null = null;

	const fold = async (frames: readonly Frame[]): Promise<FoldState> => {
		if (state) {
			try {
				return frames.reduce(applied, state);
			} catch (error) {
				if (!(error instanceof RangeError)) throw error;
			}
		}
		const fresh = await parts.read();
		// The map of cells is changed in place, and this one is not ours.
		return frames.reduce(applied, { ...fresh, cells: new Map(fresh.cells) });
	};
	return async (frames) => {
		const figures = frames.filter(({ stream }) => stream === 'city' || stream === 'breakdown');
		if (figures.length === 0) return frames;
		if (!parts.isWanted()) {
			state = null;
			return frames;
		}
		try {
			state = await fold(figures);
			if (figures.every(({ stream }) => stream !== 'city')) return frames;
			const verdict = wholeVerdict(parts.planOn(state.today), state);
			return frames.map((frame) => (frame.stream === 'city' ? { ...frame, verdict } : frame));
		} catch (error) {
			state = null;
			parts.onError(error);
			return frames;
		}
	};
}

function applied(state: FoldState, frame: Frame): FoldState {
	const next = applyFrame(state, frame);
	const day = dayAt(Date.parse(frame.at));
	return day > next.today ? withToday(next, day) : next;
}
