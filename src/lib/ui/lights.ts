// The lights: which colour family and which shape each one has. The words are in messages/ui.
import { m } from '#lib/paraglide/messages.js';

/** A state that a light can show; the dashboard's lights and the task lights are the same set. */
export type LightName =
	| 'done'
	| 'good'
	| 'risk'
	| 'behind'
	| 'done_late'
	| 'unreported'
	| 'base_missing'
	| 'too_few'
	| 'not_started'
	| 'blocked'
	| 'returned'
	| 'cancelled';

/** Colour family, the suffix of the tokens `--<tone>`, `--<tone>-ink`, `--<tone>-soft`. */
export type Tone = 'done' | 'good' | 'risk' | 'behind' | 'none';

const tones: Readonly<Record<LightName, Tone>> = {
	done: 'done',
	good: 'good',
	risk: 'risk',
	behind: 'behind',
	done_late: 'risk',
	unreported: 'none',
	base_missing: 'none',
	too_few: 'none',
	not_started: 'none',
	blocked: 'behind',
	returned: 'risk',
	cancelled: 'none'
};

/** Every light that there is. */
export const lightNames = Object.keys(tones) as readonly LightName[];

const words: Readonly<Record<LightName, () => string>> = {
	done: () => m.ui_light_done(),
	good: () => m.ui_light_good(),
	risk: () => m.ui_light_risk(),
	behind: () => m.ui_light_behind(),
	done_late: () => m.ui_light_done_late(),
	unreported: () => m.ui_light_unreported(),
	base_missing: () => m.ui_light_base_missing(),
	too_few: () => m.ui_light_too_few(),
	not_started: () => m.ui_light_not_started(),
	blocked: () => m.ui_light_blocked(),
	returned: () => m.ui_light_returned(),
	cancelled: () => m.ui_light_cancelled()
};

/** Order of concern, for legends and counts: the worst first. */
export const lightsByConcern: readonly LightName[] = [
	'behind',
	'blocked',
	'risk',
	'returned',
	'unreported',
	'base_missing',
	'too_few',
	'not_started',
	'done_late',
	'good',
	'done',
	'cancelled'
];

export function toneOf(light: LightName): Tone {
	return tones[light];
}

/** The light's word in the reader's language. */
export function wordOf(light: LightName): string {
	return words[light]();
}

/** On course or finished: nothing to act on. */
export function isCalm(light: LightName): boolean {
	return (
		light === 'good' || light === 'done' || light === 'done_late' || light === 'not_started' || light === 'cancelled'
	);
}
