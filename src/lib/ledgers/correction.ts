// Where a record is put right in one write: the form of its kind, filled with what it says.
import type { Actor } from '#lib/access/roles.ts';
import type { EntryView } from './entry-view.ts';

/** What of a record decides on it. */
type Corrected = Pick<EntryView, 'id' | 'says' | 'entered' | 'reversal'>;

/** The record, where the actor may correct it (R291): a fund movement of its own unit that stands; null for all else. */
export function correctable<Entry extends Corrected>(actor: Pick<Actor, 'unit'>, entry: Entry | null): Entry | null {
	if (!entry || entry.says.kind !== 'movement' || entry.reversal !== null) return null;
	return entry.entered.unit === actor.unit && entry.entered.feed === null ? entry : null;
}

/** The form that corrects a record; null where the actor may not. */
export function correctionHref(actor: Pick<Actor, 'unit'>, entry: Corrected): string | null {
	return correctable(actor, entry) ? `/ledger/funds/new?replaces=${entry.id}` : null;
}
