// Statuses, roles and fields of task shares in the reader's words.
import { m } from '#lib/paraglide/messages.js';
import type { ShareFields, ShareStatus } from './share.ts';

const statusWords: Readonly<Record<ShareStatus, () => string>> = {
	not_started: () => m.tasks_status_not_started(),
	in_progress: () => m.tasks_status_in_progress(),
	blocked: () => m.tasks_status_blocked(),
	completed: () => m.tasks_status_completed(),
	cancelled: () => m.tasks_status_cancelled()
};

const roleWords: Readonly<Record<'lead' | 'joint' | 'territory', () => string>> = {
	lead: () => m.tasks_role_lead(),
	joint: () => m.tasks_role_joint(),
	territory: () => m.tasks_role_territory()
};

const fieldWords: Readonly<Record<keyof ShareFields, () => string>> = {
	status: () => m.tasks_field_status(),
	progress: () => m.tasks_field_progress(),
	narrative: () => m.tasks_field_narrative(),
	nextStep: () => m.tasks_field_next_step()
};

export function statusWord(status: ShareStatus): string {
	return statusWords[status]();
}

export function roleWord(role: 'lead' | 'joint' | 'territory'): string {
	return roleWords[role]();
}

export function fieldWord(field: keyof ShareFields): string {
	return fieldWords[field]();
}

/** A field's value as text: a status by its word, a progress in percent, an empty text said to be empty. */
export function valueWord(field: keyof ShareFields, value: unknown): string {
	const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
	if (field === 'status') return text in statusWords ? statusWord(text as ShareStatus) : text;
	if (field === 'progress') return `${text}%`;
	return text === '' ? m.tasks_empty_text() : text;
}
