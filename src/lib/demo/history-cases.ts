// The cases of the sample history: accepted, closed after some weeks, pressed for before the year ends, a few taken up again.
import { channels, type CaseType, type Channel, type Outcome } from '#lib/cases/case.ts';
import {
	addDays,
	day,
	daysBetween,
	firstDayOfYear,
	lastDayOfMonth,
	lastDayOfYear,
	monthOf,
	monthsBetween,
	yearOf,
	type Day
} from '#lib/kernel/day.ts';
import type { DemoPerson } from './demo-people.ts';
import { weighTerritories, type HistoryGround, type SampleRecord } from './history-record.ts';
import { between, normal, pick, pickWeighted, type Random } from './random.ts';
import { numbered, reopeningReason } from './sample-words.ts';
import { workingDayBefore, workingDayFrom, workingDays } from './working-days.ts';

const openingCases = 60;
const acceptedInBaseYear = 900;
const acceptedGrowth = 1.23;
const seasons = [0.06, 0.045, 0.095, 0.1, 0.09, 0.085, 0.08, 0.08, 0.095, 0.085, 0.1, 0.085];

/** Middle of the days to close of a case accepted in the base year, the next one and so on. */
const middleDays = [48, 44, 37.5];
const spreadOfDays = 0.42;
/** What is left open at the end of a year, of all that was to be closed in it. */
const leftOpen = 0.044;
const reopenedAYear = 3;
const daysUntilReopened = 25;

interface SampleCase {
	readonly by: DemoPerson;
	readonly territory: string;
	readonly type: CaseType;
	readonly acceptedAt: Day;
	closedAt: Day;
	reopening: { readonly reopenedAt: Day; readonly closedAt: Day } | null;
}

export function sampleCases(ground: HistoryGround): SampleRecord[] {
	const { plan, random, until } = ground;
	const firstYear = plan.document.baseYear;
	const cases = accepted(ground);
	for (let year = firstYear; year <= yearOf(until); year++) {
		pressForYearEnd(random, cases, year);
		reopenSome(random, cases, year);
	}
	return recordsOf(random, cases, firstYear).filter((record) => record.day <= until);
}

/** In order of acceptance. */
function accepted(ground: HistoryGround): SampleCase[] {
	const { plan, random, until } = ground;
	const firstYear = plan.document.baseYear;
	const opening = workingDays(day(`${firstYear - 1}-08-01`), lastDayOfYear(firstYear - 1));
	const days = Array.from({ length: openingCases }, () => pick(random, opening));
	for (const month of monthsBetween(monthOf(firstDayOfYear(firstYear)), monthOf(until))) {
		const season = seasons[Number(month.slice(5)) - 1] ?? 0;
		const count = Math.round(acceptedInBaseYear * acceptedGrowth ** (yearOf(month) - firstYear) * season);
		const possible = workingDays(`${month}-01` as Day, lastDayOfMonth(month));
		days.push(...Array.from({ length: count }, () => pick(random, possible)));
	}
	const territories = weighTerritories(plan);
	return days.sort().map((acceptedAt) => {
		const territory = pickWeighted(random, territories);
		const years = Math.max(0, yearOf(acceptedAt) - firstYear);
		const middle = middleDays[Math.min(years, middleDays.length - 1)] ?? 45;
		const length = Math.max(3, Math.round(middle * Math.exp(spreadOfDays * normal(random))));
		const natural = workingDayFrom(addDays(acceptedAt, length));
		return {
			by: recorder(ground, territory),
			territory,
			type: pickWeighted<CaseType>(random, { patent: 40, trademark: 38, copyright: 14, trade_secret: 5, other: 3 }),
			acceptedAt,
			// What was open when the system started is closed in the base year.
			closedAt:
				yearOf(natural) < firstYear
					? workingDayFrom(addDays(firstDayOfYear(firstYear), between(random, 5, 120)))
					: natural,
			reopening: null
		};
	});
}

/** A third by the enforcing departments of the city, the rest by the districts. */
function recorder({ plan, people, random }: HistoryGround, territory: string): DemoPerson {
	const departments = people.filter(
		({ role, unit }) => role === 'department' && plan.document.settings.enforcingDepartments.includes(unit ?? '')
	);
	const district = people.find(({ role, unit }) => role === 'district' && unit === territory);
	return district && (departments.length === 0 || random() < 0.67) ? district : pick(random, departments);
}

/** In December everybody closes what can be closed: only the newest cases are carried over. */
function pressForYearEnd(random: Random, cases: SampleCase[], year: number): void {
	const end = lastDayOfYear(year);
	const workload = cases.filter(({ acceptedAt, closedAt }) => acceptedAt <= end && yearOf(closedAt) >= year);
	const late = workload.filter(({ closedAt }) => closedAt > end);
	const keep = Math.round(workload.length * leftOpen);
	for (const one of late.slice(0, Math.max(0, late.length - keep))) {
		const earliest = addDays(one.acceptedAt, 4);
		const from = earliest > `${year}-11-20` ? earliest : day(`${year}-11-20`);
		const room = daysBetween(from, end);
		if (room < 1) continue;
		const closing = workingDayBefore(addDays(from, between(random, 1, room)));
		one.closedAt = closing < one.acceptedAt ? one.acceptedAt : closing;
	}
}

function reopenSome(random: Random, cases: SampleCase[], year: number): void {
	const closed = cases.filter(
		({ closedAt, reopening }) => !reopening && closedAt >= `${year}-02-01` && closedAt <= `${year}-07-15`
	);
	for (let count = 0; count < reopenedAYear && closed.length > 0; count++) {
		const one = pick(random, closed);
		const reopenedAt = workingDayFrom(addDays(one.closedAt, between(random, daysUntilReopened, 60)));
		const closedAt = workingDayFrom(addDays(reopenedAt, between(random, daysUntilReopened, 60)));
		one.reopening = { reopenedAt, closedAt };
	}
}

function recordsOf(random: Random, cases: readonly SampleCase[], firstYear: number): SampleRecord[] {
	const serials = new Map<number, number>();
	const outcome = () =>
		pickWeighted<Outcome>(random, {
			penalty: 44,
			mediated: 30,
			withdrawn: 9,
			dismissed: 9,
			transferred: 5,
			other: 3
		});
	return cases.flatMap(({ by, territory, type, acceptedAt, closedAt, reopening }): SampleRecord[] => {
		const year = yearOf(acceptedAt);
		const serial = (serials.get(year) ?? 0) + 1;
		serials.set(year, serial);
		const number = numbered('执法', year, serial);
		const opening = year < firstYear;
		return [
			{
				kind: 'cases',
				by,
				// What was open is entered in the first days of the system.
				day: opening ? workingDayFrom(firstDayOfYear(firstYear)) : acceptedAt,
				input: {
					number,
					type,
					territory,
					department: by.role === 'department' ? by.unit : null,
					channel: pick<Channel>(random, channels),
					acceptedAt,
					opening
				}
			},
			{ kind: 'closures', by, day: closedAt, input: { number, closedAt, outcome: outcome() } },
			...(reopening
				? [
						{
							kind: 'reopenings' as const,
							by,
							day: reopening.reopenedAt,
							input: { number, reopenedAt: reopening.reopenedAt, reason: reopeningReason(random) }
						},
						{
							kind: 'closures' as const,
							by,
							day: reopening.closedAt,
							input: { number, closedAt: reopening.closedAt, outcome: outcome() }
						}
					]
				: [])
		];
	});
}
