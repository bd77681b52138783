// Two public generators make programs of the API's description: both compile, and one of them works with a running product.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveProduct, type ServedProduct } from '../support/served-data.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
const program = (path: string) => join(root, 'node_modules', path);

/** What somebody writes on what openapi-typescript makes. */
const typed = `import createClient from 'openapi-fetch';
import type { components, paths } from './api.ts';

const { JINDU_URL = '', JINDU_TOKEN = '' } = process.env;
const client = createClient<paths>({
	baseUrl: \`\${JINDU_URL}/api/v1\`,
	headers: { authorization: \`Bearer \${JINDU_TOKEN}\` }
});
const deal: components['schemas']['Transaction'] = {
	kind: 'transfer',
	amount: '12.34',
	date: '2019-05-05',
	territory: 'yinzhou',
	reference: 'generated'
};
const written = await client.POST('/transactions', { body: deal });
const refused = await client.POST('/transactions', { body: { ...deal, amount: 'much' } });
const batch = await client.POST('/transactions', {
	body: [deal, { ...deal, count: 2 }],
	params: { header: { 'Idempotency-Key': 'generated-1' } }
});
const dashboard = await client.GET('/dashboard');
const records = await client.GET('/records', { params: { query: { ledger: 'transactions' } } });
const events = await client.GET('/events', { params: { query: { stream: 'city', limit: 1 } } });
const plan = await client.GET('/plan');

const money: string[] = (dashboard.data?.targets ?? []).flatMap((target) =>
	target.money && target.base && 'value' in target.base ? [target.base.value] : []
);
const amounts: string[] = (records.data?.records ?? []).flatMap((record) =>
	record.kind === 'deal' ? [record.amount] : []
);
const code: string | undefined = refused.error?.errors[0]?.code;
const budget: string | undefined = plan.data?.budget.central;
console.log(
	JSON.stringify({
		ids: written.data?.ids.length,
		batch: batch.data?.ids.length,
		code,
		amounts,
		money,
		budget,
		traded: dashboard.data?.transactions.trade.amount.reported,
		events: events.data?.events.length
	})
);
`;

/** The same on what openapi-ts makes: compiled alone. */
const generated = `import { getDashboard, getPlan, recordTransactions } from './hey';

const { data, error } = await recordTransactions({
	body: { kind: 'transfer', amount: '12.34', date: '2019-05-05', territory: 'yinzhou', reference: 'generated' }
});
const ids: string[] = data?.ids ?? [];
const code: string | undefined = error?.errors[0]?.code;
const reported: string | undefined = (await getDashboard()).data?.funds.steps.disbursed.total.reported;
const titles: string[] | undefined = (await getPlan()).data?.tasks.map(({ title }) => title.zh);
console.log(ids, code, reported, titles);
`;

const settings = {
	compilerOptions: {
		strict: true,
		noUncheckedIndexedAccess: true,
		noEmit: true,
		target: 'es2024',
		module: 'esnext',
		moduleResolution: 'bundler',
		allowImportingTsExtensions: true,
		lib: ['es2024', 'dom', 'dom.iterable'],
		types: ['node']
	},
	include: ['*.ts', 'hey/**/*.ts']
};

let server: ServedProduct;
let folder: string;
beforeAll(async () => {
	server = await serveProduct();
	// In the tree, where the packages are found; the folder is nobody's but the tools'.
	folder = mkdtempSync(join(root, '.svelte-kit', 'clients-'));
	const description = await fetch(`${server.baseURL}/api/v1/openapi.json`);
	writeFileSync(join(folder, 'api.json'), await description.text());
	writeFileSync(join(folder, 'typed.ts'), typed);
	writeFileSync(join(folder, 'generated.ts'), generated);
	writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
});
afterAll(async () => {
	rmSync(folder, { recursive: true, force: true });
	await server.stop();
});

const node = async (...words: readonly string[]) => {
	const env = { ...process.env, JINDU_URL: server.baseURL, JINDU_TOKEN: server.tokens['yinzhou'] };
	try {
		return (await run(process.execPath, words, { cwd: folder, env })).stdout;
	} catch (failure) {
		const { stdout, stderr } = failure as { stdout: string; stderr: string };
		throw new Error(`${words.join(' ')}\n${stdout}${stderr}`);
	}
};

it('[R267] programs that are generated from the description compile, and work', async () => {
	await node(program('openapi-typescript/bin/cli.js'), 'api.json', '-o', 'api.ts');
	await node(program('@hey-api/openapi-ts/bin/run.js'), '-i', 'api.json', '-o', 'hey');
	await node(program('typescript/bin/tsc'), '-p', folder);
	expect(JSON.parse(await node('typed.ts'))).toEqual({
		ids: 1,
		batch: 2,
		code: 'amount_character',
		amounts: ['12.34', '12.34', '12.34'],
		money: [],
		budget: '200000000.00',
		traded: '37.02',
		events: 1
	});
});
