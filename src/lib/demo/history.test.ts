// The sample history keeps every rule of the plan, whatever its seed, and its figures are believable.
import { catalogue } from '#lib/app/features.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { confirmationBar } from '#lib/access/rights.ts';
import { isUnitRole, type Actor } from '#lib/access/roles.ts';
import { decideAcceptance, decideClosure, decideReopening, type CaseState } from '#lib/cases/decide.ts';
import { budgetName, sumKey } from '#lib/funds/budget.ts';
import { decideMovements } from '#lib/funds/decide.ts';
import { steps } from '#lib/funds/movement.ts';
import {
	decideOperation,
	fundOperations,
	noOperations,
	withOperation,
	type OperationSums
} from '#lib/funds/operation.ts';
import { decideReview, reviewKey } from '#lib/funds/review.ts';
import { decideTransfer } from '#lib/funds/transfer.ts';
import { dayAt, daysBetween, timeAt, yearOf } from '#lib/kernel/day.ts';
import type { Result } from '#lib/kernel/result.ts';
import { batchLimit } from '#lib/commands/limits.ts';
import { numberKey } from '#lib/entries/number-key.ts';
import { decideFreeze } from '#lib/observations/base-freeze.ts';
import { decideBase } from '#lib/observations/base-figure.ts';
import { decideObservation, seriesKey, type Series } from '#lib/observations/decide.ts';
import { loadPlan } from '#lib/plan/load-plan.server.ts';
import { decideSafeguard, untouchedSafeguard } from '#lib/plan-changes/safeguard.ts';
import { decideOnGate } from '#lib/stages/gate.ts';
import { indexPlan, type PlanIndex } from '#lib/plan/plan-index.ts';
import { decideChange, decideNewEntity, nameKey, type EntityNow } from '#lib/registers/decide.ts';
import type { Register } from '#lib/registers/register.ts';
import { registerRules, standingOf } from '#lib/registers/standing.ts';
import { decideReport, decideUpdate, type ShareState } from '#lib/tasks/decide.ts';
import { decideDeal, registrationName } from '#lib/transactions/decide.ts';
import { demoPeople } from './demo-people.ts';
import { historySeed, sampleHistory, type HistoryBatch } from './history.ts';
import { isWorkingDay } from './working-days.ts';

const start = Date.parse('2019-09-16T09:00:00+08:00');
let plan: PlanIndex;
let history: HistoryBatch[];

beforeAll(async () => {
	const loaded = await loadPlan('plans/ningbo-2017', catalogue.records);
	if (!loaded.ok) throw new Error(loaded.lines.join('\n'));
	plan = indexPlan(loaded.plan);
	history = sampleHistory(plan, start, historySeed);
});

/** Plays a history by the rules of the commands; what the rules refuse is named. */
function play(batches: readonly HistoryBatch[]) {
	const refused: string[] = [];
	const check = (batch: HistoryBatch, result: Result<unknown>) => {
		if (!result.ok) refused.push(`${batch.kind} by ${batch.by}: ${result.faults.map(({ code }) => code).join(', ')}`);
	};
	const actors = new Map(
		demoPeople(plan.document).flatMap(({ username, role, unit }): [string, Actor][] => {
			if (!isUnitRole(role)) return [[username, { id: username, via: 'system', role, unit: null }]];
			return unit === null ? [] : [[username, { id: username, via: 'system', role, unit }]];
		})
	);
	const totals = new Map<string, bigint>();
	const changes = new Map<string, bigint>();
	const operations = new Map<string, OperationSums>();
	const reviewed = new Set<string>();
	const registrations = new Set<string>();
	const cases = new Map<string, CaseState>();
	const numbers = new Set<string>();
	const shares = new Map<string, ShareState>(
		[...plan.shares.keys()].map((id) => [
			id,
			{ version: 0, fields: { status: 'not_started', progress: 0, narrative: '', nextStep: '' }, reached: 0 }
		])
	);
	const milestones = new Map<string, ReturnType<typeof dayAt>>();
	const safeguards = new Map<string, typeof untouchedSafeguard>();
	const series = new Map<string, Series>();
	const bases = new Map<string, string>();
	const entities = new Map<string, EntityNow>();
	const names = new Map<Register, Set<string>>();
	const chain = new Map<string, bigint>();
	const entered = new Map<number, { readonly by: Actor; readonly at: number }>();
	const confirmed = new Set<number>();
	for (const batch of batches) {
		const actor = actors.get(batch.by);
		if (!actor) throw new Error(`nobody is named ${batch.by}`);
		const today = dayAt(batch.at);
		if (batch.kind !== 'confirmation') for (const ref of batch.refs) entered.set(ref, { by: actor, at: batch.at });
		switch (batch.kind) {
			case 'disbursements':
				for (const result of decideMovements(plan, { totals, changes }, actor, today, batch.inputs))
					check(batch, result);
				for (const input of batch.inputs) {
					const key = sumKey(plan, input.line, input.source, input.step);
					totals.set(key, (totals.get(key) ?? 0n) + input.amount);
					const link = `${input.line} ${input.source} ${input.step}`;
					chain.set(link, (chain.get(link) ?? 0n) + input.amount);
				}
				break;
			case 'operations':
				for (const input of batch.inputs) {
					const before = operations.get(input.line) ?? noOperations;
					check(batch, decideOperation(plan, before, actor, today, input));
					operations.set(input.line, withOperation(before, input.operation, input.amount));
				}
				break;
			case 'transfers':
				// Counted at once, though a second person approves it later: movements between would be refused all the more.
				for (const { from, to, kind, amount, ...input } of batch.inputs) {
					check(batch, decideTransfer(plan, { totals, changes }, actor, { from, to, kind, amount, ...input }));
					changes.set(budgetName(from, kind), (changes.get(budgetName(from, kind)) ?? 0n) - amount);
					changes.set(budgetName(to, kind), (changes.get(budgetName(to, kind)) ?? 0n) + amount);
				}
				break;
			case 'reviews':
				for (const input of batch.inputs) {
					check(batch, decideReview(plan, reviewed, actor, today, input));
					reviewed.add(reviewKey(input));
				}
				break;
			case 'transactions':
				for (const input of batch.inputs) {
					check(batch, decideDeal(plan, registrations, actor, today, input));
					if (input.registration) registrations.add(registrationName(input.kind, numberKey(input.registration)));
				}
				break;
			case 'cases':
				for (const input of batch.inputs) {
					const result = decideAcceptance(plan, numbers, actor, today, input);
					check(batch, result);
					if (result.ok) numbers.add(result.value.numberKey);
					if (result.ok)
						cases.set(result.value.numberKey, {
							id: input.number,
							enteredBy: result.value.unit,
							feed: null,
							file: result.value.record.file,
							closure: null,
							reopening: null
						});
				}
				break;
			case 'closures':
				for (const input of batch.inputs) {
					const result = decideClosure(plan, cases, actor, today, input);
					check(batch, result);
					if (result.ok)
						cases.set(numberKey(input.number), {
							...result.value.before,
							closure: { id: input.number, closedAt: input.closedAt }
						});
				}
				break;
			case 'reopenings':
				for (const input of batch.inputs) {
					const result = decideReopening(plan, cases, actor, today, input);
					check(batch, result);
					if (result.ok)
						cases.set(numberKey(input.number), {
							...result.value.before,
							closure: null,
							reopening: { id: input.number, reopenedAt: input.reopenedAt }
						});
				}
				break;
			case 'updates':
				for (const input of batch.inputs) {
					const result = decideUpdate(plan, shares, actor, input);
					if ('stale' in result) refused.push(`stale update of ${input.share}`);
					else {
						check(batch, result);
						if (result.ok) shares.set(input.share, result.value.after);
					}
				}
				break;
			case 'milestones':
				for (const input of batch.inputs) {
					check(batch, decideReport(plan, milestones, actor, today, input));
					milestones.set(input.id, input.actual);
					const id = plan.milestones.get(input.id)?.share.id ?? '';
					const held = shares.get(id);
					if (held) shares.set(id, { ...held, reached: held.reached + 1 });
				}
				break;
			case 'observations':
				for (const input of batch.inputs) {
					const result = decideObservation(plan, series, actor, today, input);
					check(batch, result);
					const key = seriesKey(input);
					if (result.ok) series.set(key, [...(series.get(key) ?? []), { id: key, ...result.value.reported }]);
				}
				break;
			case 'freezes': {
				// What is confirmed by then is for the command to see: here, that the office may ask.
				const content = new Map([['count/2017-01-01', 30n]]);
				const nothing = { given: null, waiting: null, frozen: null };
				for (const input of batch.inputs)
					check(batch, decideFreeze(plan, nothing, content, actor, yearOf(today), input));
				break;
			}
			case 'bases':
				for (const input of batch.inputs) {
					check(batch, decideBase(plan, bases, actor, input));
					bases.set(input.target, input.target);
				}
				break;
			case 'entities':
				for (const [place, input] of batch.inputs.entries()) {
					const result = decideNewEntity(plan, names, actor, today, input);
					check(batch, result);
					const id = String(batch.refs[place]);
					if (result.ok) entities.set(id, { id, lastVersion: 1, ...result.value });
					if (result.ok) names.set(input.register, (names.get(input.register) ?? new Set()).add(nameKey(input.name)));
				}
				break;
			case 'entityChanges':
				for (const { of, changes } of batch.inputs) {
					const id = String(of);
					const result = decideChange(plan, entities, names, actor, today, { id, changes });
					const before = entities.get(id);
					if ('stale' in result) refused.push(`stale change of ${id}`);
					else {
						check(batch, result);
						if (result.ok && before) entities.set(id, { ...before, fields: result.value.fields });
					}
				}
				break;
			case 'safeguards':
				for (const input of batch.inputs) {
					const result = decideSafeguard(plan, safeguards.get(input.safeguard) ?? untouchedSafeguard, actor, input);
					if ('stale' in result) refused.push(`stale update of ${input.safeguard}`);
					else {
						check(batch, result);
						if (result.ok) safeguards.set(input.safeguard, result.value.after);
					}
				}
				break;
			case 'gates':
				for (const input of batch.inputs) {
					const blockers = Object.keys(input.exceptions).map((id) => ({ id }));
					const year = plan.document.phases.find(({ id }) => id === input.phase)?.year ?? 0;
					check(batch, decideOnGate({ year, blockers, reachable: true }, actor, today, input));
				}
				break;
			case 'reversals':
				for (const of of batch.of) if (entered.get(of)?.by.id !== actor.id) refused.push('a reversal by somebody else');
				break;
			case 'confirmation':
				for (const ref of batch.refs) {
					const entry = entered.get(ref);
					const bar = entry && confirmationBar(actor, { actor: entry.by.id, unit: entry.by.unit, leadUnit: null });
					if (!entry) refused.push('a confirmation of what was not entered yet');
					else if (bar) refused.push(`a confirmation: ${bar}`);
					else if (confirmed.has(ref)) refused.push('a second confirmation');
					confirmed.add(ref);
				}
				break;
		}
	}
	return { refused, cases, shares, series, bases, entities, milestones, chain, entered, confirmed };
}

const deals = () => history.flatMap((batch) => (batch.kind === 'transactions' ? batch.inputs : []));
const acceptances = () => history.flatMap((batch) => (batch.kind === 'cases' ? batch.inputs : []));
const closures = () => history.flatMap((batch) => (batch.kind === 'closures' ? batch.inputs : []));
const updates = () => history.flatMap((batch) => (batch.kind === 'updates' ? batch.inputs : []));

describe('the sample history', () => {
	test('is the same for the same seed, and another for another', () => {
		expect(sampleHistory(plan, start, historySeed)).toEqual(history);
		expect(sampleHistory(plan, start, historySeed + 1)).not.toEqual(history);
	});

	test.each([historySeed, 1, 2, 3, 4])('keeps the rules of every command with seed %i', (seed) => {
		const { refused, chain, entered } = play(sampleHistory(plan, start, seed));
		expect(refused).toEqual([]);
		expect([...entered.keys()]).toEqual([...entered.keys()].sort((a, b) => a - b));
		const overtaken = [...chain].filter(([link, sum]) => {
			const [line, source, step] = link.split(' ');
			const before = steps[steps.findIndex((candidate) => candidate === step) - 1];
			return before !== undefined && sum > (chain.get(`${line} ${source} ${before}`) ?? 0n);
		});
		expect(overtaken).toEqual([]);
	});

	test('goes forward in time, on working days in office hours, before the clock starts', () => {
		const instants = history.map(({ at }) => at);
		expect(instants).toEqual([...instants].sort((a, b) => a - b));
		expect(Math.max(...instants)).toBeLessThan(start);
		expect(instants.filter((at) => !isWorkingDay(dayAt(at)) || timeAt(at) < '08:30' || timeAt(at) > '18:30')).toEqual(
			[]
		);
	});

	test('brings no more records in one call than a call may', () => {
		expect(Math.max(...history.map(({ refs }) => refs.length))).toBeLessThanOrEqual(batchLimit);
	});

	test('reaches the morning on which the clock starts', () => {
		const dates = history.flatMap((batch) =>
			batch.kind === 'transactions' ? batch.inputs.map(({ date }) => date) : []
		);
		expect(dates.sort().at(-1)).toBe('2019-09-16');
	});

	test('says of every text that it is a sample', () => {
		const texts = history.flatMap((batch): (string | null | undefined)[] => {
			switch (batch.kind) {
				case 'disbursements':
					return batch.inputs.flatMap(({ payee, reference, note }) => [payee, reference, note]);
				case 'operations':
					return batch.inputs.flatMap(({ counterpart, reference, note }) => [counterpart, reference, note]);
				case 'transfers':
					return batch.inputs.flatMap(({ reason, reference }) => [reason, reference]);
				case 'reviews':
					return batch.inputs.flatMap(({ reviewer, evidence }) => [reviewer, evidence]);
				case 'transactions':
					return batch.inputs.flatMap((input) => [input.registration, input.parties, input.bank, input.reference]);
				case 'cases':
				case 'closures':
					return batch.inputs.map(({ number }) => number);
				case 'reopenings':
					return batch.inputs.flatMap(({ number, reason }) => [number, reason]);
				case 'updates':
					return batch.inputs.flatMap(({ changes }) => [changes.narrative?.new, changes.nextStep?.new]);
				case 'milestones':
				case 'observations':
					return batch.inputs.map(({ note }) => note);
				case 'bases':
					return batch.inputs.map(({ source }) => source);
				case 'entities':
					return batch.inputs.flatMap(({ name, holder, evidence }) => [name, holder, evidence]);
				case 'freezes':
				case 'entityChanges':
					return [];
				case 'safeguards':
					return batch.inputs.flatMap(({ changes }) => [changes.narrative?.new, changes.nextStep?.new]);
				case 'gates':
					return batch.inputs.flatMap(({ reason, exceptions }) => [reason, ...Object.values(exceptions)]);
				case 'reversals':
					return [batch.reason];
				case 'confirmation':
					return [];
			}
		});
		expect(texts.length).toBeGreaterThan(10_000);
		expect(texts.filter((text) => text && !text.startsWith('示例'))).toEqual([]);
	});

	test('tells a story of figures: one opening stock is missing, some reports are late, no figure shrinks', () => {
		const { bases, series } = play(history);
		const opening = plan.document.targets.filter(({ kind }) => kind === 'cumulative');
		expect(bases.size).toBe(opening.length - 1);
		const periods = [...series.values()].map((one) => one.length);
		expect(Math.max(...periods)).toBeGreaterThan(Math.min(...periods) + 2);
		expect([...series.values()].flat().length).toBeGreaterThan(800);
	});

	test('keeps registers in which most entities qualify and some are near', () => {
		const rules = registerRules(plan.document);
		const { entities } = play(history);
		const states = (register: Register) =>
			[...entities.values()]
				.filter((entity) => entity.register === register)
				.map((entity) => standingOf(rules, register, entity.fields).state);
		const countOf = (register: Register, state: string) => states(register).filter((one) => one === state).length;
		expect(countOf('institutions', 'qualified')).toBe(5);
		expect(countOf('institutions', 'near')).toBeGreaterThan(0);
		expect(countOf('portfolios', 'qualified')).toBe(12);
		expect(countOf('portfolios', 'near')).toBeGreaterThan(0);
		expect(countOf('alliances', 'counted')).toBeGreaterThan(5);
	});

	test('has every district, zone and department in it', () => {
		const trading = new Set(deals().map(({ territory }) => territory));
		const enforcing = new Set(acceptances().map(({ territory }) => territory));
		const reporting = new Set(updates().map(({ share }) => plan.shares.get(share)?.unit));
		const units = [...plan.units.values()];
		expect([...plan.territories].filter((code) => !trading.has(code) || !enforcing.has(code))).toEqual([]);
		expect(units.filter(({ kind, code }) => kind !== 'institution' && !reporting.has(code))).toEqual([]);
	});

	test('has most of what is older than five weeks confirmed, and waits with what is new', () => {
		const { entered, confirmed } = play(history);
		const old = [...entered].filter(([, { at }]) => at < start - 35 * 86_400_000);
		const recent = [...entered].filter(([, { at }]) => at > start - 10 * 86_400_000);
		expect(old.filter(([ref]) => confirmed.has(ref)).length / old.length).toBeGreaterThan(0.97);
		expect(recent.length).toBeGreaterThan(50);
		expect(recent.filter(([ref]) => confirmed.has(ref))).toEqual([]);
	});

	test('[R114] tells what funds do, a transfer that is approved and a review of each line that asks for one', () => {
		const of = (kind: HistoryBatch['kind']) => history.filter((batch) => batch.kind === kind);
		const confirmed = new Set(of('confirmation').flatMap(({ refs }) => refs));
		const done = new Set(
			history.flatMap((batch) => (batch.kind === 'operations' ? batch.inputs.map(({ operation }) => operation) : []))
		);
		expect([...done].sort()).toEqual([...fundOperations].sort());
		expect(
			of('transfers')
				.flatMap(({ refs }) => refs)
				.every((ref) => confirmed.has(ref))
		).toBe(true);
		expect(of('transfers')).toHaveLength(1);
		const reviews = history.flatMap((batch) => (batch.kind === 'reviews' ? batch.inputs : []));
		const asked = plan.document.budget.lines.filter((line) => line.performanceReview).map(({ id }) => `${id} 2018`);
		expect(reviews.map(({ line, year }) => `${line} ${year}`).sort()).toEqual(asked.sort());
	});

	test('takes a few entries back', () => {
		const reversals = history.filter(({ kind }) => kind === 'reversals');
		expect(reversals.length).toBeGreaterThanOrEqual(3);
		expect(reversals.length).toBeLessThanOrEqual(6);
	});

	test('disburses a little less than the pace of the plan', () => {
		const { chain } = play(history);
		const share = (step: string) =>
			Number([...chain].filter(([link]) => link.endsWith(` ${step}`)).reduce((sum, [, amount]) => sum + amount, 0n)) /
			43_000_000_000;
		expect(share('disbursed')).toBeGreaterThan(0.545);
		expect(share('disbursed')).toBeLessThan(0.569);
		expect(share('spent')).toBeGreaterThan(0.48);
		expect(share('spent')).toBeLessThan(share('disbursed'));
	});

	test('trades a little under the target of growth, and lends above it', () => {
		const volume = (pledge: boolean, year: number, until: string) =>
			deals()
				.filter(({ kind, date }) => (kind === 'pledge') === pledge && yearOf(date) === year && date.slice(5) <= until)
				.reduce((sum, { amount }) => sum + Number(amount) / 1e10, 0);
		expect(volume(false, 2017, '12-31')).toBeCloseTo(3, 0);
		expect(volume(true, 2017, '12-31')).toBeCloseTo(7, 0);
		const growth = (pledge: boolean, year: number, until: string) =>
			volume(pledge, year, until) / volume(pledge, year - 1, until) - 1;
		for (const rate of [growth(false, 2018, '12-31'), growth(false, 2019, '09-16')]) {
			expect(rate).toBeGreaterThan(0.16);
			expect(rate).toBeLessThan(0.19);
		}
		for (const rate of [growth(true, 2018, '12-31'), growth(true, 2019, '09-16')]) {
			expect(rate).toBeGreaterThan(0.2);
			expect(rate).toBeLessThan(0.27);
		}
	});

	test('closes cases faster from year to year, and most of them before the year ends', () => {
		const accepted = new Map(acceptances().map(({ number, acceptedAt }) => [number, acceptedAt]));
		const closed = closures();
		const median = (year: number) => {
			const days = closed
				.filter(({ closedAt }) => yearOf(closedAt) === year)
				.map(({ number, closedAt }) => daysBetween(accepted.get(number) ?? closedAt, closedAt))
				.sort((a, b) => a - b);
			return days[days.length >> 1];
		};
		expect([2017, 2018, 2019].map(median)).toEqual([
			expect.closeTo(45, -0.6),
			expect.closeTo(42, -0.6),
			expect.closeTo(38, -0.6)
		]);
		const rate = (year: number) => {
			const open = [...accepted].filter(
				([number, from]) =>
					yearOf(from) < year && !closed.some((one) => one.number === number && yearOf(one.closedAt) < year)
			).length;
			const taken = [...accepted.values()].filter((from) => yearOf(from) === year).length;
			return closed.filter(({ closedAt }) => yearOf(closedAt) === year).length / (open + taken);
		};
		expect(rate(2017)).toBeCloseTo(0.955, 1.9);
		expect(rate(2018)).toBeCloseTo(0.955, 1.9);
		expect(rate(2019)).toBeGreaterThan(0.83);
		expect(rate(2019)).toBeLessThan(0.87);
	});

	test('has a few shares blocked, some completed, and the slow units behind', () => {
		const { shares, milestones } = play(history);
		const count = (status: string) => [...shares.values()].filter(({ fields }) => fields.status === status).length;
		expect(count('blocked')).toBeGreaterThanOrEqual(3);
		expect(count('blocked')).toBeLessThanOrEqual(12);
		expect(count('completed')).toBeGreaterThanOrEqual(1);
		expect(Math.max(...[...shares.values()].map(({ version }) => version))).toBe(5);
		const overdue = (unit: string) =>
			[...plan.milestones.values()].filter(
				(milestone) =>
					milestone.share.unit === unit && milestone.planned < '2019-09-01' && !milestones.has(milestone.id)
			).length;
		const slow = ['xiangshan', 'dongqian-lake'];
		for (const unit of slow) expect(overdue(unit)).toBeGreaterThanOrEqual(5);
		expect(overdue('fin-office')).toBeGreaterThanOrEqual(1);
		const others = [...plan.territories].filter((code) => !slow.includes(code)).map(overdue);
		expect(Math.max(...others)).toBeLessThan(5);
	});
});
