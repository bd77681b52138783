// Where a movement is put right in one write: its form, filled with what it says.
import { unitsOf, type OfUnits } from '#lib/access/roles.ts';
import type { EntryView } from '#lib/entries/entry-view.ts';

/** What of a record decides on it. */
type Corrected = Pick<EntryView, 'id' | 'details' | 'entered' | 'reversal'>;

/**
 * The record that a form of correction is about (R291): a fund movement of the actor's own unit, or of one it has taken over from;
 * null for all else. One that was reversed meanwhile keeps its form: what was typed is not lost, and the form says so.
 */
export function correctable<Entry extends Corrected>(actor: OfUnits, entry: Entry | null): Entry | null {
	if (!entry || entry.details.kind !== 'movement' || entry.entered.feed !== null) return null;
	return unitsOf(actor).includes(entry.entered.unit) ? entry : null;
}

/** The form that corrects a record; null where the actor may not. */
export function correctionHref(actor: OfUnits, entry: Corrected): string | null {
	return correctable(actor, entry)?.reversal === null ? `/ledger/funds/new?replaces=${entry.id}` : null;
}
