// Where a record is put right in one write: the form of its kind, filled with what it says.
import { unitsOf, type OfUnits } from '#lib/access/roles.ts';
import type { EntryView } from './entry-view.ts';

/** What of a record decides on it. */
type Corrected = Pick<EntryView, 'id' | 'says' | 'entered' | 'reversal'>;

/** The record, where the actor may correct it (R291): a fund movement of its own unit, or of one it has taken over from, that stands; null for all else. */
export function correctable<Entry extends Corrected>(actor: OfUnits, entry: Entry | null): Entry | null {
	if (!entry || entry.says.kind !== 'movement' || entry.reversal !== null) return null;
	return unitsOf(actor).includes(entry.entered.unit) && entry.entered.feed === null ? entry : null;
}

/** The form that corrects a record; null where the actor may not. */
export function correctionHref(actor: OfUnits, entry: Corrected): string | null {
	return correctable(actor, entry) ? `/ledger/funds/new?replaces=${entry.id}` : null;
}
