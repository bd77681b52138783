// Folds frames into the cells that a snapshot began with; the view is computed from what comes out.
import { day, type Day } from '#lib/kernel/day.ts';
import { fromWireValue, type Layer, type WireCell } from '#lib/protocol/cells.ts';
import { judge } from '#lib/protocol/cursor.ts';
import type { FeedItem, Frame, Heads } from '#lib/protocol/messages.ts';
import type { Snapshot } from '#lib/protocol/snapshot.ts';
import type { Verdict } from '#lib/protocol/verdict.ts';
import { firstPart, type Cell, type CellFamily, type CellGroups } from './cell-family.ts';
import { readKey } from './known-families.ts';

/** A cell's layer and key: "reported cases/open/2019-09-16". */
export type CellName = `${Layer} ${string}`;

export interface FoldState {
	readonly epoch: string;
	/** The newest event applied of every stream that the reader may follow; a stream without events stands at 0. */
	readonly heads: Heads;
	readonly today: Day;
	/** Shared by all states of one fold: it holds what the newest of them holds. */
	readonly cells: ReadonlyMap<CellName, bigint>;
	/** Business instant (ISO) of the newest change, by the first part of the keys. */
	readonly changed: Readonly<Record<string, string>>;
	/** Newest first, at most `feedLength`. */
	readonly feed: readonly FeedItem[];
	/** The newest that the server has sent; null before the first, and for readers without `city`. */
	readonly verdict: Verdict | null;
}

export const feedLength = 30;

export function fromSnapshot(snapshot: Snapshot): FoldState {
	const cells = new Map<CellName, bigint>();
	put(cells, snapshot.cells);
	return {
		epoch: snapshot.epoch,
		heads: snapshot.heads,
		today: day(snapshot.today),
		cells,
		changed: snapshot.changed,
		feed: newestFirst(snapshot.feed),
		verdict: snapshot.verdict ?? null
	};
}

/**
 * The state after a frame: the newest value of each cell wins, a frame that is known already changes nothing. The map of
 * cells is changed in place, because thousands of entries would be copied several times a second; the state around it is
 * new, so that a screen sees the change. Of two states of one fold only the newer one may be read.
 * @throws RangeError for a frame that leaves a gap (`judge` says to hold it)
 */
export function applyFrame(state: FoldState, frame: Frame): FoldState {
	const place = judge(state, frame);
	if (place === 'drop') return state;
	if (place === 'hold') throw new RangeError(`events before ${frame.stream} ${frame.from} are missing`);
	put(state.cells as Map<CellName, bigint>, frame.cells);
	return {
		...state,
		heads: { ...state.heads, [frame.stream]: frame.to },
		changed: changedBy(state.changed, frame),
		feed: frame.stream === 'breakdown' ? fed(state, frame) : state.feed,
		verdict: frame.verdict ?? state.verdict
	};
}

/** The same cells seen from another day: a new day, or the day that a connection says it is. */
export function withToday(state: FoldState, today: Day): FoldState {
	return today === state.today ? state : { ...state, today };
}

/** Takes the keys apart, once for all panels. Cells of families that are not known here are left out. */
export function groupCells(cells: FoldState['cells']): CellGroups {
	const groups = new Map<CellFamily, Cell[]>();
	for (const [name, value] of cells) {
		const read = value === 0n ? null : readName(name);
		if (!read) continue;
		const { family, layer, parts } = read;
		const group = groups.get(family);
		const cell: Cell = { layer, parts, value };
		if (group) group.push(cell);
		else groups.set(family, [cell]);
	}
	return groups;
}

/** The cells of one layer; sorted out once for each group. */
export function inLayer<Of extends object>(cells: readonly Cell<Of>[], layer: Layer): readonly Cell<Of>[] {
	let sorted = layered.get(cells);
	if (!sorted) {
		sorted = { reported: [], confirmed: [] };
		for (const cell of cells) sorted[cell.layer].push(cell);
		layered.set(cells, sorted);
	}
	return sorted[layer] as readonly Cell[] as readonly Cell<Of>[];
}

const layered = new WeakMap<readonly Cell[], Record<Layer, Cell[]>>();

export function splitName(name: CellName): { readonly layer: Layer; readonly key: string } {
	const space = name.indexOf(' ');
	return { layer: name.slice(0, space) as Layer, key: name.slice(space + 1) };
}

interface ReadName {
	readonly layer: Layer;
	readonly family: CellFamily;
	readonly parts: object;
}

/** A cell's layer, family and parts; null for a family that is not known here. */
export function readName(name: CellName): ReadName | null {
	let read = known.get(name);
	if (read === undefined) {
		const { layer, key } = splitName(name);
		const own = readKey(key);
		read = own && { layer, ...own };
		known.set(name, read);
	}
	return read;
}

/** Names come again with every frame and every snapshot: each is taken apart once. */
const known = new Map<CellName, ReadName | null>();

function put(cells: Map<CellName, bigint>, changes: readonly WireCell[]): void {
	for (const { key, layer, value } of changes) cells.set(`${layer} ${key}`, fromWireValue(value));
}

function changedBy(changed: FoldState['changed'], frame: Frame): FoldState['changed'] {
	const next: Record<string, string> = { ...changed };
	for (const { key } of frame.cells) {
		const first = firstPart(key);
		next[first] = later(next[first], frame.at);
	}
	return next;
}

/** The later of two instants, whatever offset they are written with. */
function later(known: string | undefined, at: string): string {
	return known === undefined || Date.parse(at) > Date.parse(known) ? at : known;
}

function fed(state: FoldState, frame: Frame): readonly FeedItem[] {
	const head = state.heads[frame.stream] ?? 0;
	return newestFirst([...frame.feed.filter(({ seq }) => seq > head), ...state.feed]);
}

function newestFirst(feed: readonly FeedItem[]): FeedItem[] {
	return [...feed].sort((a, b) => b.seq - a.seq).slice(0, feedLength);
}
