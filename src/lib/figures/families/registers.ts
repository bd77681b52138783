// The cells of registers: by how many a count, or by how much a sum, changed on a day.
import { cellFamily } from '../cell-family.ts';

export const registerCounts = cellFamily('registers/:register/:state/:industry/:day', 'city', 'count', {
	state: ['all', 'qualified', 'near']
});
export const registerCountsBy = cellFamily('registers-by/:territory/:register/:state/:day', 'breakdown', 'count', {
	state: ['all', 'qualified']
});
/** Sums of a measure over all entries. */
export const registerSums = cellFamily('register-sums/:register/:measure/:day', 'city', 'count');
