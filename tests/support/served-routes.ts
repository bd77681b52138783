// What the built product serves: every page with its form actions, every endpoint with its methods, as Kit's own manifest has them.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { endpoints } from '#lib/app/features.ts';

export interface ServedRoute {
	/** As the folders are called: `/(app)/goals/[id]`. */
	readonly id: string;
	readonly page: boolean;
	/** Names of the page's form actions; `default` for one without a name. */
	readonly actions: readonly string[];
	/** Methods of the endpoint; none where there is a page. */
	readonly methods: readonly string[];
}

/** One route for the endpoints of all features: each counts as a route of its own. */
const endpointRoute = '/api/v1/[endpoint=endpoint]';

const chunks = resolve(import.meta.dirname, '../../build/server/chunks');

/** Read in a process of its own: what was built is not for this one to load. */
const reader = `
// The bundler shortens the name of the one export.
const [manifest] = Object.values(await import(process.argv[1]));
const { nodes, routes } = manifest._;
const served = await Promise.all(routes.map(async ({ id, page, endpoint }) => ({
	id,
	page: page !== null,
	actions: page === null ? [] : Object.keys((await nodes[page.leaf]()).server?.actions ?? {}),
	methods: endpoint === null ? [] : Object.keys(await endpoint()).filter((name) => /^[A-Z]+$/.test(name))
})));
process.stdout.write(JSON.stringify(served), () => process.exit(0));
`;

export function servedRoutes(): ServedRoute[] {
	const file = readdirSync(chunks).find((name) => /^manifest\.js-[\w-]+\.js$/.test(name));
	if (file === undefined) throw new Error('the product is not built');
	const { stdout, stderr } = spawnSync(
		process.execPath,
		['--input-type=module', '--eval', reader, pathToFileURL(join(chunks, file)).href],
		{ encoding: 'utf8' }
	);
	if (stdout === '') throw new Error(stderr);
	return (JSON.parse(stdout) as ServedRoute[]).flatMap((route) =>
		route.id === endpointRoute ? [...endpoints.keys()].map((path) => ({ ...route, id: `/api/v1/${path}` })) : [route]
	);
}

/** What the product takes writes on: a method of an endpoint, or a form action. */
export interface ServedWrite {
	readonly route: string;
	/** Name of the form action; null for an endpoint. */
	readonly action: string | null;
	readonly method: string;
}

export function servedWrites(): ServedWrite[] {
	return servedRoutes().flatMap(({ id: route, actions, methods }) => [
		...methods.filter((method) => method !== 'GET').map((method) => ({ route, action: null, method })),
		...actions.map((action) => ({ route, action, method: 'POST' }))
	]);
}

/** The address of a write, with the route's parameters filled in. */
export function addressOf({ route, action }: ServedWrite, params: Readonly<Record<string, string>> = {}): string {
	const path = route
		.replaceAll(/\/\([^)]+\)/g, '')
		.replaceAll(/\[([^\]]+)\]/g, (_, name: string) => params[name] ?? 'nothing');
	return action === null || action === 'default' ? path : `${path}?/${action}`;
}

/** Values for the parameters of routes: things that are there in every plan of ours. */
export const sampleParameters: Readonly<Record<string, string>> = {
	line: 'insurance',
	id: 'case-closure-rate',
	phase: 'phase-1',
	ledger: 'transactions',
	register: 'pools',
	code: 'haishu',
	stream: 'access',
	seq: '1',
	token: 'none.none'
};

/** Ids of every page and of every endpoint that is only looked at. */
export function lookedAt(): string[] {
	return servedRoutes().flatMap(({ id, page, methods }) => (page || methods.includes('GET') ? [id] : []));
}
