// Local money against central money 1:1: judged on the plan's basis, with the other steps of the chain beside it.
import { monthOf, type Month } from '#lib/kernel/day.ts';
import { atLeast, fraction, fractionOf, minus, over, plain, times, type Fraction } from '#lib/kernel/fraction.ts';
import type { MatchBasis } from '#lib/plan/plan-summary.ts';
import type { Layer } from '#lib/protocol/cells.ts';
import { asConfirmed, datedCells, notConfirmed, sumConfirmedTo, type ConfirmedSubject } from './confirmed-to.ts';
import { figure, neededBy, shown, without, type KindView } from './figure.ts';
import { byPace, elapsed } from './pace.ts';
import { budgetMoved, fundsMoved } from '#lib/figures/families/funds.ts';
import { layerCells, type Subject } from '#lib/figures/subject.ts';
import type { MatchMoney, TargetFigure } from './target-view.ts';

/** Whole fen of one step of the chain. */
interface Money {
	readonly central: bigint;
	readonly local: bigint;
	readonly city: bigint | null;
	readonly district: bigint | null;
	readonly newest: Month | null;
}

/** [R78] [R79] */
export function match(subject: Subject): KindView {
	const { plan, target, today, last } = subject;
	const { minimumLocal, basis, beside } = termsOf(subject);
	const sure = confirmedMoney(subject, basis);
	const own = {
		reported: matchFigure(subject, 'reported'),
		confirmed:
			basis !== 'budgeted' && sure.to === null && today >= subject.first
				? notConfirmed(subject)
				: matchFigure(sure.subject, 'confirmed')
	};
	const { central, local } = moneyOf(subject, 'reported', basis);
	const asked = times(fractionOf(target.value), fraction(central, 100n));
	const least = atLeast(asked, fraction(minimumLocal, 100n)) ? asked : fraction(minimumLocal, 100n);
	return {
		...without,
		...own,
		confirmedTo: sure.to,
		money: true,
		series: [],
		needed: neededBy('money_more', minus(least, fraction(local, 100n)), last, today, true),
		reachesTo: basis === 'budgeted' ? today : null,
		match: {
			minimumLocal: Number(minimumLocal) / 100,
			plannedRatio: shown(over(fraction(BigInt(plan.budget.local)), fraction(BigInt(plan.budget.central)))),
			steps: [basis, ...beside.filter((step) => step !== basis)].map((step) => ({
				step,
				confirmedTo: confirmedMoney(subject, step).to,
				reported: inYuan(moneyOf(subject, 'reported', step)),
				confirmed: inYuan(moneyOf(confirmedMoney(subject, step).subject, 'confirmed', step))
			}))
		}
	};
}

/** [R31a] What is budgeted is no dated record: it stands as it is. */
function confirmedMoney(subject: Subject, step: MatchBasis): ConfirmedSubject {
	if (step === 'budgeted') return { to: null, subject };
	const records = datedCells(subject, fundsMoved, ({ line, source, step: own, month }) =>
		own === step && source !== 'social' ? { kind: `${line} ${source}`, date: month } : null
	);
	return asConfirmed(subject, records, sumConfirmedTo);
}

function termsOf({ target }: Subject) {
	return {
		minimumLocal: BigInt(target.match?.minimumLocal ?? '0'),
		basis: target.match?.basis ?? 'budgeted',
		beside: target.match?.beside ?? []
	};
}

function matchFigure(subject: Subject, layer: Layer): TargetFigure {
	const { plan, target, today, first, last } = subject;
	const { minimumLocal, basis } = termsOf(subject);
	const { central, local } = moneyOf(subject, layer, basis);
	const money = (amount: bigint) => fraction(amount, 100n);
	const ratio = over(money(local), money(central));
	const goal = fractionOf(target.value);
	const day = today < last ? today : last;
	const judged = { day, value: ratio, planned: goal, parts: { part: money(local), whole: money(central) } };
	if (today < first) return figure({ ...judged, light: 'not_started', rule: 'not_begun' });
	if (ratio === null) return figure({ ...judged, light: 'unreported', rule: 'not_reported' });
	const met = local >= minimumLocal && atLeast(ratio, goal);
	if (met && basis === 'budgeted') return figure({ ...judged, ...asBudgeted(subject, layer, local) });
	if (today > last)
		return figure({ ...judged, ...(met ? { light: 'done', rule: 'reached' } : { light: 'behind', rule: 'missed' }) });
	if (met) return figure({ ...judged, light: 'good', rule: 'holds' });
	// A budget stands whole from the first day; money that is received or paid out comes with the days.
	const share = basis === 'budgeted' ? fraction(1n) : elapsed(first, last, today);
	const ofLeast = byPace(plan, money(local), times(money(minimumLocal), share));
	const ofCentral = byPace(plan, money(local), times(goal, money(central)));
	const order = ['good', 'risk', 'behind'];
	return figure({
		...judged,
		...(order.indexOf(ofLeast.light) > order.indexOf(ofCentral.light) ? ofLeast : ofCentral)
	});
}

/** A budget that meets the match is a plan: what was received of it says whether it will be money. */
function asBudgeted(subject: Subject, layer: Layer, budgeted: bigint) {
	const { plan, first, last, today } = subject;
	const sure = layer === 'confirmed' ? confirmedMoney(subject, 'received') : { to: today, subject };
	const planned = elapsed(first, last, sure.subject.today);
	const { local, newest } = movedOf(sure.subject, layer, 'received');
	const actual = over(fraction(local), fraction(budgeted));
	// What nobody has reported, or of which too much waits, is a gap: on budgets alone it is as budgeted.
	const share = sure.to === null || newest === null || actual === null ? null : { actual, planned };
	if (share && !atLeast(share.actual, times(planned, fractionOf(plan.settings.verdict.pace.atRiskFrom))))
		return { light: 'risk', rule: 'budgeted_late', share } as const;
	return today > last
		? ({ light: 'done', rule: 'reached', share } as const)
		: ({ light: 'good', rule: 'as_budgeted', share } as const);
}

function moneyOf(subject: Subject, layer: Layer, step: MatchBasis): Money {
	if (step !== 'budgeted') return movedOf(subject, layer, step);
	const changed = (source: 'central' | 'local') =>
		layerCells(subject, budgetMoved, layer)
			.filter(({ parts }) => parts.kind === source)
			.reduce((sum, { value }) => sum + value, 0n);
	const { central, local } = subject.plan.budget;
	return {
		central: BigInt(central) + changed('central'),
		local: BigInt(local) + changed('local'),
		city: null,
		district: null,
		newest: null
	};
}

function movedOf(subject: Subject, layer: Layer, step: MatchBasis): Money {
	const present = monthOf(subject.today);
	const sums = { central: 0n, city: 0n, district: 0n };
	let newest: Month | null = null;
	for (const { parts, value } of layerCells(subject, fundsMoved, layer)) {
		const { source, month } = parts;
		if (parts.step !== step || month > present || source === 'social') continue;
		sums[source] += value;
		if (newest === null || month > newest) newest = month;
	}
	return { ...sums, local: sums.city + sums.district, newest };
}

function inYuan({ central, local, city, district }: Money): MatchMoney {
	const yuan = (amount: bigint) => Number(amount) / 100;
	const ratio: Fraction | null = over(fraction(local), fraction(central));
	return {
		central: yuan(central),
		local: yuan(local),
		city: city === null ? null : yuan(city),
		district: district === null ? null : yuan(district),
		ratio: ratio && plain(ratio)
	};
}
