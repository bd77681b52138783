// Words that are guessed first at this place: the product, the plan's city, one's own name and unit. None may stand in a password.
import type { PlanIndex } from '#lib/plan/plan-index.ts';

/** Shorter ones turn up by chance. */
const telling = { latin: 4, han: 2 };

/**
 * @param plan its id names the city: `ningbo-2017`
 * @returns in small letters
 */
export function guessedWords(
	plan: Pick<PlanIndex, 'units'> & { readonly document: { readonly id: string } },
	whose: { readonly name: string; readonly unit: string | null }
): string[] {
	const unit = whose.unit === null ? undefined : plan.units.get(whose.unit);
	const names = unit ? [unit.code, unit.name.zh, unit.name.en, unit.short.zh, unit.short.en] : [];
	const words = ['jindu', '进度', ...plan.document.id.split('-'), whose.name, ...names];
	return [...new Set(words.map((word) => word.normalize('NFKC').toLowerCase()))].filter(isTelling);
}

function isTelling(word: string): boolean {
	if (/^\p{Nd}+$/u.test(word)) return false;
	return word.length >= (/\p{Script=Han}/u.test(word) ? telling.han : telling.latin);
}
