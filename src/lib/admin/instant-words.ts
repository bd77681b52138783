// Instants of the system clock as text, and who did something as a name.
import { dayAt, timeAt } from '#lib/kernel/day.ts';
import { m } from '#lib/paraglide/messages.js';

/** "2019-09-16 14:30"; of an instant that never was, a dash. */
export function instantWords(iso: string | null): string {
	if (iso === null) return '—';
	const at = Date.parse(iso);
	return `${dayAt(at)} ${timeAt(at)}`;
}

/** A person's name; what is no person has a word of its own. */
export function doerName(by: string | null, names: Readonly<Record<string, string>>): string {
	if (by === null) return '—';
	if (by === 'system:cli') return m.security_by_command_line();
	if (by.startsWith('system')) return m.security_by_system();
	return names[by] ?? m.security_by_unknown();
}
