// A flood beside everyday work: what others wait while five addresses attack, each kind of attack for itself.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { io } from 'socket.io-client';
import { attacks, type Attack, type FromAttackers, type ToAttackers } from './flood-attackers.ts';
import { percentiles, round, type Measured, type Percentiles, type Row } from './measured.ts';
import { serveDemonstration, signIn } from './served.ts';

const seconds = 20;
/** Few enough that a small machine is idle half of the time. */
const requestsASecond = 8;
const people = 10;
/** What people ask for, in turn; every so often one opens a window anew, whose socket must be ready. */
const paths = ['/overview', '/api/v1/dashboard', '/work', '/ledger/transactions', '/api/v1/plan'];
const socketEvery = 7;
/** Others may wait so much longer at the most. */
const allowed = 2;
const what: Readonly<Record<Attack, string>> = {
	packets: '20,000 CONNECTs with made-up tokens on a socket',
	polling: '900 CONNECTs in the body of a poll',
	unused: 'polling sessions that are never used',
	silent: 'sockets that say nothing',
	secrets: 'pages with made-up cookies, REST with made-up tokens',
	passwords: 'wrong passwords'
};

/** How long people waited, in ms, and how many did in vain. */
interface Waited extends Percentiles {
	readonly failed: number;
}

export async function flood(): Promise<Measured> {
	const served = await serveDemonstration();
	const attackers = fork(join(import.meta.dirname, 'flood-attackers.ts'), {
		stdio: ['ignore', 'inherit', 'inherit', 'ipc']
	});
	try {
		const cookies: string[] = [];
		for (const account of served.accounts.filter(({ role }) => role === 'district').slice(0, people))
			cookies.push(await signIn(served.address, account));
		await workFor(served.address, cookies);
		const quiet: Waited[] = [await workFor(served.address, cookies)];
		const floods: { readonly attack: Attack; readonly times: Waited; readonly tries: number }[] = [];
		for (const attack of attacks) {
			const [times, tries] = await Promise.all([
				workFor(served.address, cookies),
				attackFor(attackers, { kind: 'attack', attack, address: served.address, ms: seconds * 1000 })
			]);
			floods.push({ attack, times, tries });
		}
		quiet.push(await workFor(served.address, cookies));
		const still = {
			p50: mean(quiet, 'p50'),
			p99: mean(quiet, 'p99'),
			max: mean(quiet, 'max'),
			failed: mean(quiet, 'failed')
		};
		return {
			about: `${requestsASecond} requests a second of ${people} people for ${seconds} s beside each attack from five addresses with four lines each, embedded database; others may wait ${allowed} times as long at the most`,
			rows: [
				rowOf('nobody attacks', still, 0),
				...floods.map(({ attack, times, tries }) => rowOf(what[attack], times, tries))
			],
			ratios: Object.fromEntries(
				floods.map(({ attack, times }) => [`p99 of others, ${attack} / quiet`, round(times.p99 / still.p99)])
			)
		};
	} finally {
		attackers.kill();
		await served.stop();
	}
}

/** Asks at its pace, whether or not what was asked before is answered: a queue must show. In ms. */
async function workFor(address: string, cookies: readonly string[]): Promise<Waited> {
	const began = performance.now();
	const times: number[] = [];
	let failed = 0;
	const running: Promise<void>[] = [];
	for (let n = 0; n < requestsASecond * seconds; n++) {
		await wait(Math.max(0, began + (n * 1000) / requestsASecond - performance.now()));
		const cookie = cookies[n % cookies.length] ?? '';
		const asked = performance.now();
		const asking =
			n % socketEvery === 0 ? openWindow(address, cookie) : askFor(address, cookie, paths[n % paths.length]);
		running.push(
			asking.then((isRight) => {
				times.push(performance.now() - asked);
				if (!isRight) failed++;
			})
		);
	}
	await Promise.all(running);
	return { ...percentiles(times), failed };
}

async function askFor(address: string, cookie: string, path = '/'): Promise<boolean> {
	const answer = await fetch(address + path, { headers: { cookie }, redirect: 'manual' });
	await answer.arrayBuffer();
	return answer.status === 200;
}

async function openWindow(address: string, cookie: string): Promise<boolean> {
	const options = { forceNew: true, reconnection: false, transports: ['websocket'], extraHeaders: { cookie } };
	const socket = io(address, options);
	const isReady = await new Promise<boolean>((resolve) => {
		socket.once('ready', () => {
			resolve(true);
		});
		for (const failure of ['connect_error', 'disconnect'])
			socket.once(failure, () => {
				resolve(false);
			});
	});
	socket.disconnect();
	return isReady;
}

async function attackFor(attackers: ChildProcess, attack: ToAttackers): Promise<number> {
	attackers.send(attack);
	const [{ tries }] = (await once(attackers, 'message')) as [FromAttackers];
	return tries;
}

function rowOf(beside: string, { p50, p99, max, failed }: Waited, tries: number): Row {
	return {
		beside,
		'p50 ms': round(p50),
		'p99 ms': round(p99),
		'max ms': round(max),
		failed,
		'tries of attackers': tries
	};
}

function mean(all: readonly Waited[], of: keyof Waited): number {
	return all.reduce((sum, one) => sum + one[of], 0) / all.length;
}
