// The verdict as sentences: how many stand at which light, the worst first, and what is to be done first.
import { daysBetween, parseDay, type Day } from '#lib/kernel/day.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { MeasureState, Urgent, Verdict } from '#lib/protocol/verdict.ts';
import { dayText } from '#lib/targets/target-words.ts';
import { lightsByConcern, toneOf, wordOf, type LightName, type Tone } from '#lib/ui/lights.ts';
import type { Labels } from './labels.ts';
import { isAllCalm } from './verdict.ts';

/** A piece of a sentence; a light's piece has its colour. */
interface VerdictPiece {
	readonly text: string;
	readonly tone: Tone | null;
}

/** Of each light how many, the worst first, zeros left out. */
export function countedLights({ lights }: Pick<MeasureState, 'lights'>): { light: LightName; count: number }[] {
	return lightsByConcern.flatMap((light) => {
		const count = lights[light] ?? 0;
		return count > 0 ? [{ light, count }] : [];
	});
}

/** The parts of a measure, the worst first, else in the plan's order. */
export function worstFirst(parts: MeasureState['parts']): MeasureState['parts'] {
	return parts.toSorted((a, b) => lightsByConcern.indexOf(a.light) - lightsByConcern.indexOf(b.light));
}

/** "16 项方案指标：滞后 1、预警 4。13 项任务：…。最急：…": of each light how many, then what comes first. */
export function verdictPieces(verdict: Verdict, labels: Labels): VerdictPiece[] {
	const sentences = [
		// That all is well is said only where nothing is off and nothing is missing.
		...(isAllCalm(verdict) ? [[{ text: m.dashboard_verdict_calm(), tone: null }]] : []),
		...verdict.measures.map(countSentence),
		...urgentSentence(verdict, labels)
	];
	return sentences.flatMap((sentence, index) =>
		index > 0 ? [{ text: sentenceGap(), tone: null }, ...sentence] : sentence
	);
}

/** What stands between two sentences: Chinese has no space there. */
export function sentenceGap(): string {
	return getLocale() === 'en' ? ' ' : '';
}

function countSentence(state: MeasureState): VerdictPiece[] {
	const counted = countedLights(state);
	const many = state.measure === 'targets' || state.measure === 'tasks';
	const [before, after] = sentenceOf(state, '\u0000').split('\u0000') as [string, string];
	const pieces = counted.flatMap(({ light, count }, index): VerdictPiece[] => {
		const word = wordOf(light).toLowerCase();
		return [
			...(index > 0 ? [{ text: m.dashboard_verdict_join(), tone: null }] : []),
			{ text: many ? m.dashboard_verdict_of_light({ light: word, count }) : word, tone: toneOf(light) }
		];
	});
	return [{ text: before, tone: null }, ...pieces, { text: after, tone: null }];
}

function sentenceOf({ measure, parts }: MeasureState, lights: string): string {
	switch (measure) {
		case 'targets':
			return m.dashboard_verdict_targets({ total: parts.length, lights });
		case 'tasks':
			return m.dashboard_verdict_tasks({ total: parts.length, lights });
		case 'funds':
			return m.dashboard_verdict_funds({ light: lights });
		case 'milestones':
			return m.dashboard_verdict_milestones({ light: lights });
	}
}

/** What is to be done first: what, who, until when; none where nothing is off. */
function urgentSentence({ urgent, day }: Verdict, labels: Labels): VerdictPiece[][] {
	if (!urgent) return [];
	const today = parseDay(day);
	const when = today && whenOf(urgent, today);
	const parts = [urgentName(urgent, labels), ...(urgent.unit === null ? [] : [labels.unit(urgent.unit)])];
	const what = [...parts, ...(when ? [when] : [])].join(m.dashboard_verdict_part());
	return [[{ text: m.dashboard_verdict_urgent({ what }), tone: null }]];
}

function whenOf({ by, daysLate }: Urgent, today: Day): string | null {
	if (daysLate !== null)
		return daysLate === 1 ? m.dashboard_verdict_late_one() : m.dashboard_verdict_late({ days: daysLate });
	const end = by === null ? null : parseDay(by);
	if (end === null) return null;
	const days = daysBetween(today, end);
	if (days === 0) return m.dashboard_verdict_today();
	const text = dayText(end, today);
	return days === 1 ? m.dashboard_verdict_by_one({ day: text }) : m.dashboard_verdict_by({ day: text, days });
}

function urgentName({ about, id }: Urgent, labels: Labels): string {
	switch (about) {
		case 'target':
			return labels.target(id ?? '').name;
		case 'funds':
			return m.dashboard_verdict_funds_name();
		case 'line':
			return labels.lineShort(id ?? '');
		case 'task':
			return `${id ?? ''} ${labels.task(id ?? '')}`;
		case 'milestones':
			return m.dashboard_verdict_late_items();
	}
}

const names: Readonly<Record<MeasureState['measure'], () => string>> = {
	targets: () => m.dashboard_measure_targets(),
	funds: () => m.dashboard_measure_funds(),
	tasks: () => m.dashboard_measure_tasks(),
	milestones: () => m.dashboard_measure_milestones()
};

export function measureName(measure: MeasureState['measure']): string {
	return names[measure]();
}
