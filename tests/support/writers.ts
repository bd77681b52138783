// Programs that record one deal after the other over REST, and keep what they were answered: for faults in the middle of writes.
import type postgres from 'postgres';

/** Where they write to, and what with. */
export interface WritersPlace {
	readonly baseURL: string;
	/** Bearer tokens that record, by the code of their unit. */
	readonly tokens: Readonly<Record<string, string>>;
}

/** An answer that was none of those that a program can deal with: 201, or 503 with a time to come back. */
export interface OddAnswer {
	readonly status: number | 'none';
	readonly text: string;
}

export interface Writers {
	/** The ids that were answered, by idempotency key. */
	readonly answered: ReadonlyMap<string, readonly string[]>;
	/** Keys that were answered 503 and given up for the next. */
	readonly turnedAway: ReadonlySet<string>;
	readonly odd: readonly OddAnswer[];
	/** Resolves once each of them has had so many more writes answered. */
	untilEachHas(more: number): Promise<void>;
	/** Resolves once so many of all their writes have been turned away since now. */
	untilTurnedAway(more: number): Promise<void>;
	/** Ends them when the answers under way have come, and sends again, once, all that has no answer of 201. */
	finish(): Promise<void>;
}

const units = ['yinzhou', 'haishu', 'jiangbei', 'zhenhai', 'beilun', 'fenghua'] as const;

/** @param name part of every key, so that several runs on one database do not meet */
export function startWriters({ baseURL, tokens }: WritersPlace, name: string, count: number): Writers {
	const answered = new Map<string, readonly string[]>();
	const turnedAway = new Set<string>();
	const odd: OddAnswer[] = [];
	const unitOf = new Map<string, string>();
	const done = Array.from({ length: count }, () => 0);
	const watchers = new Set<() => void>();
	let stopped = false;

	async function send(key: string): Promise<void> {
		const unit = unitOf.get(key) ?? '';
		try {
			const answer = await fetch(`${baseURL}/api/v1/transactions`, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					authorization: `Bearer ${tokens[unit]}`,
					'idempotency-key': key
				},
				body: JSON.stringify({ kind: 'transfer', amount: '1.00', date: '2019-05-05', territory: unit, reference: key })
			});
			const text = await answer.text();
			if (answer.status === 201) answered.set(key, (JSON.parse(text) as { ids: string[] }).ids);
			else if (answer.status === 503 && Number(answer.headers.get('retry-after')) > 0) turnedAway.add(key);
			else odd.push({ status: answer.status, text });
		} catch (error) {
			odd.push({ status: 'none', text: String(error) });
		}
	}
	const writers = done.map(async (_, writer) => {
		for (let n = 0; !stopped && odd.length < 100; n++) {
			const key = `${name}-${writer}-${n}`;
			unitOf.set(key, units[writer % units.length] ?? '');
			await send(key);
			if (answered.has(key)) done[writer] = (done[writer] ?? 0) + 1;
			for (const look of watchers) look();
		}
	});
	const until = (isSo: () => boolean) =>
		new Promise<void>((resolve) => {
			const look = () => {
				// Who gets odd answers looks at them instead of waiting on.
				if (!isSo() && odd.length < 100) return;
				watchers.delete(look);
				resolve();
			};
			watchers.add(look);
			look();
		});
	return {
		answered,
		turnedAway,
		odd,
		untilEachHas: (more) => {
			const wanted = done.map((had) => had + more);
			return until(() => done.every((has, writer) => has >= (wanted[writer] ?? 0)));
		},
		untilTurnedAway: (more) => {
			const wanted = turnedAway.size + more;
			return until(() => turnedAway.size >= wanted);
		},
		finish: async () => {
			stopped = true;
			await Promise.all(writers);
			for (const key of unitOf.keys()) if (!answered.has(key)) await send(key);
		}
	};
}

/** The ids of the deals that are in the database, by the key of the write that made them. */
export async function storedWrites(sql: postgres.Sql, name: string): Promise<Map<string, string[]>> {
	const rows = await sql<{ reference: string; ids: string[] }[]>`
		select reference, array_agg(entry::text) as ids from deal where reference like ${`${name}-%`} group by reference`;
	return new Map(rows.map(({ reference, ids }) => [reference, ids]));
}
