// The cells of enforcement cases: what happened on a day, what is open, how long closing took.
import { cellFamily } from '../cell-family.ts';

/** What happens to a case; `undone` takes back a closure of the same year, `reopened` is new work. */
const turn = { turn: ['accepted', 'closed', 'undone', 'reopened'] } as const;
export type CaseTurn = (typeof turn.turn)[number];

export const casesTurned = cellFamily('cases/:turn/:day', 'city', 'count', turn);
export const casesTurnedBy = cellFamily('cases-by/:territory/:turn/:month', 'breakdown', 'count', turn);
/** Open now, by the day of first acceptance. */
export const casesOpen = cellFamily('cases/open/:day', 'city', 'count');
/** Closures of a year by the days since first acceptance. */
export const casesDuration = cellFamily('cases/duration/:year/:days', 'city', 'count');
