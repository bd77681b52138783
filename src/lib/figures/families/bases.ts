// The cells of what targets are measured from: base figures that the office gave, and base years that were frozen.
import { cellFamily, keyPattern } from '../cell-family.ts';

/** Opening stock or figure of the base year as the office gave it. */
export const baseValues = cellFamily('bases/:target/value', 'city', 'hundredths');
/** 1 while it stands. */
export const basesGiven = cellFamily('bases/:target/given', 'city', 'flag');

/** What was frozen of the base year of a growth target, day by day. */
export const frozenAmounts = cellFamily('base-frozen/:target/amount/:day', 'city', 'money');
export const frozenCounts = cellFamily('base-frozen/:target/count/:day', 'city', 'count');
/** Closures of the base year by the days that they took. */
export const frozenDurations = cellFamily('base-frozen/:target/duration/:days', 'city', 'count');

/** The same inside one target's frozen base, as its row keeps it. */
export const contentAmounts = keyPattern('amount/:day');
export const contentCounts = keyPattern('count/:day');
export const contentDurations = keyPattern('duration/:days');
