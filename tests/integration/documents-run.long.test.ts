// What documents tell people to type is typed here, as it stands there, against a running product; the printed client is the file.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveProduct, type ServedProduct } from '../support/served-data.ts';

const root = resolve(import.meta.dirname, '../..');

interface Fence {
	readonly document: string;
	readonly language: string;
	/** What the words after the language say of how it is tested. */
	readonly how: string;
	readonly text: string;
}

const fences = globSync(['*.md', 'docs/**/*.md', 'plans/**/*.md'], { cwd: root }).flatMap((document): Fence[] =>
	[...readFileSync(join(root, document), 'utf8').matchAll(/^```(\w*)(?: ([^\n]*))?\n([\s\S]*?)^```$/gm)].map(
		([, language = '', how = '', body = '']) => ({ document, language, how, text: body })
	)
);
/** Without the remarks behind commands, lines that go on joined. */
const commandsOf = (fence: Fence) =>
	fence.text
		.replaceAll('\\\n', '')
		.split('\n')
		.map((line) => line.replace(/\s+#\s.*$/, '').trim())
		.filter((line) => line !== '');

/** How fences are run that say so: where `npm start` and the like are tested, is said elsewhere. */
const ways = {
	scripts: 'as they are, by other tests and by .ci/run',
	loops: 'one by one, from the tree',
	beside: 'one by one, beside a running product'
};

it('every fence is run, is held against a file, or says who runs it; what nobody runs is a short list', () => {
	const kinds = fences.map(({ document, language, how }) => `${document} ${language} ${how}`.trim());
	expect(kinds.filter((kind) => / not-run$/.test(kind))).toEqual(['docs/operations.md sql not-run']);
	const unknown = fences.filter(
		({ language, how }) => how === '' && !['sh', 'js', 'text', 'mermaid'].includes(language)
	);
	expect(unknown).toEqual([]);
	for (const { document, how } of fences) {
		const [, by] = /^by (.*)$/.exec(how) ?? [];
		if (by !== undefined) expect(existsSync(join(root, by)), `${document} names ${by}`).toBe(true);
		else expect(['', ...Object.keys(ways), 'not-run'], document).toContain(how);
	}
});

it('commands that are scripts of the product are there', () => {
	const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
		scripts: Record<string, string>;
	};
	const commands = fences.filter(({ how }) => how === 'scripts').flatMap(commandsOf);
	expect(commands.length).toBeGreaterThan(0);
	for (const command of commands) {
		const [, name = ''] = /^(?:[A-Z_]+=\S+ )?npm (?:run )?(?:-s )?([\w:]+)$/.exec(command) ?? [];
		expect(Object.keys(scripts), command).toContain(name);
	}
});

describe('what a developer types while changing one thing', () => {
	const loops = fences.filter(({ how }) => how === 'loops').flatMap(commandsOf);

	it('is documented', () => {
		expect(loops).not.toEqual([]);
	});

	it.each(loops)('%s', { timeout: 600_000 }, async (command) => {
		expect(await endOf(command, { CI: '' })).toMatchObject({ code: 0 });
	});

	it('npm run db:generate finds that the migrations are as the tables', async () => {
		const { code, output } = await endOf('npm run db:generate');
		expect(output).toContain('No schema changes');
		expect(code).toBe(0);
	});
});

it('the client that the protocol prints is the file', () => {
	const printed = fences.filter(({ document, language }) => document === 'docs/protocol.md' && language === 'js');
	expect(printed.map((fence) => fence.text)).toEqual([readFileSync(join(root, 'docs/example-client.mjs'), 'utf8')]);
});

describe('beside a running product', () => {
	let server: ServedProduct;
	const clients: ChildProcess[] = [];
	beforeAll(async () => {
		server = await serveProduct();
	});
	afterAll(async () => {
		for (const client of clients) client.kill('SIGKILL');
		await server.stop();
	});

	/** A line of a document as a shell runs it, with this product's address for the documented one. */
	function typed(command: string, env: Record<string, string> = {}): ChildProcess {
		const client = spawn('bash', ['-c', `exec ${here(command)}`], {
			cwd: root,
			env: { ...process.env, ...env, PATH: `${process.execPath.replace(/\/[^/]+$/, '')}:${process.env['PATH']}` },
			stdio: ['ignore', 'pipe', 'inherit']
		});
		clients.push(client);
		return client;
	}
	const here = (command: string) =>
		command
			.replaceAll('http://127.0.0.1:3000', server.baseURL)
			.replace(/^((?:[A-Z_]+=\S+ )*)node /, `env JINDU_URL=${server.baseURL} $1${process.execPath} `);

	const run = async (command: string, env: Record<string, string> = {}) => {
		const child = typed(command, env);
		return child.stdout ? text(child.stdout) : '';
	};

	it.each(fences.filter(({ how }) => how === 'beside').flatMap(commandsOf))('%s', async (command) => {
		expect(await endOf(command, { DATA_DIR: server.dataDir })).toMatchObject({ code: 0 });
	});

	const inOrder = fences.filter(({ language, how }) => language === 'sh' && how === '');

	it('there are commands to run', () => {
		expect(inOrder.map(({ document }) => document)).toEqual(
			expect.arrayContaining(['docs/demonstration.md', 'docs/demonstration.zh-CN.md'])
		);
	});

	it.each(inOrder)('$document: a token is printed, a record is taken, the client tells of it', async (fence) => {
		const [printToken = '', send = '', follow = '', ...rest] = commandsOf(fence);
		expect([rest, printToken.split(' ')[0], send.split(' ')[0]]).toEqual([[], 'npm', 'curl']);
		const token = (await run(printToken, { DATA_DIR: server.dataDir })).trim();
		expect(token).toMatch(/^[\w-]+\.[\w-]+$/);
		const board = linesOf(typed(follow, { TOKEN: token }));
		await board.until((line) => 'snapshot' in line);
		const key = `documented-${fence.document}`;
		const answer = JSON.parse(
			await run(send.replace('contract-2019-001', key).replace('"2019-001"', `"${key}"`), { TOKEN: token })
		) as { ids: string[]; heads: Record<string, number> };
		expect(answer.ids).toHaveLength(1);
		const told = await board.until((line) => line['key'] === 'deals/transfer/amount/2019-09-16');
		expect(told).toMatchObject({ layer: 'reported', stream: 'city', seq: answer.heads['city'] });
		// Everything that the answer names is what a token follows, so that it can be waited for.
		expect(Object.keys(answer.heads).sort()).toEqual(['city', 'unit:yinzhou']);
	});

	it('the client shows as zero what a new snapshot does not have', async () => {
		const way = await openWay(new URL(server.baseURL).port);
		const token = server.tokens['haishu'] ?? '';
		const board = linesOf(
			typed(`JINDU_TOKEN=$TOKEN JINDU_URL=${way.address} node docs/example-client.mjs`, { TOKEN: token })
		);
		await board.until((line) => 'snapshot' in line);
		const post = async (endpoint: string, body: object) => {
			const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
			const answer = await fetch(`${server.baseURL}/api/v1/${endpoint}`, {
				method: 'POST',
				headers,
				body: JSON.stringify(body)
			});
			return (await answer.json()) as { ids: string[] };
		};
		const deal = { kind: 'equity', amount: '7.00', date: '2019-05-05', territory: 'haishu', reference: 'R' };
		const { ids } = await post('transactions', deal);
		const [amount, count] = ['deals/equity/amount/2019-05-05', 'deals/equity/count/2019-05-05'];
		await board.until((line) => line['key'] === amount && line['value'] === '7.00');
		// The reversal happens while the client is away, and the history that it knew is another afterwards.
		way.close();
		await post('reversals', { id: ids[0], reason: 'R' });
		const database = await server.database();
		await database.sql`update meta set epoch = gen_random_uuid()`;
		await database.close();
		await server.restart();
		way.open();
		const zero = await board.until((line) => line['key'] === amount && line['value'] === '0.00');
		expect(zero).toMatchObject({ layer: 'reported', stream: 'snapshot' });
		await board.until((line) => line['key'] === count && line['value'] === 0);
	});
});

/** Runs a line of a document to its end, as in a shell of its own: not as a part of this run of tests. */
async function endOf(command: string, env: Record<string, string> = {}): Promise<{ code: number; output: string }> {
	const ours = /^(VITEST|JINDU_|NODE_ENV$|TEST$|DEV$|PROD$|MODE$|SSR$|BASE_URL$|npm_)/;
	const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
	const child = spawn('bash', ['-c', `${command} 2>&1`], {
		cwd: root,
		env: { ...clean, ...env },
		stdio: ['ignore', 'pipe', 'inherit']
	});
	const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit') as Promise<[number]>]);
	return { code, output };
}

/** A way to a port of this machine that can be closed, with all that goes through it, and opened again. */
async function openWay(port: string) {
	const open = new Set<Socket>();
	let isOpen = true;
	const way = createServer((near) => {
		if (!isOpen) return void near.destroy();
		const far = connect(Number(port), '127.0.0.1');
		for (const [one, other] of [
			[near, far],
			[far, near]
		] as const) {
			open.add(one);
			one.on('error', () => other.destroy());
			one.on('close', () => other.destroy());
			one.pipe(other);
		}
	});
	way.listen(0, '127.0.0.1');
	way.unref();
	await once(way, 'listening');
	return {
		address: `http://127.0.0.1:${(way.address() as AddressInfo).port}`,
		close: () => {
			isOpen = false;
			for (const socket of open) socket.destroy();
			open.clear();
		},
		open: () => {
			isOpen = true;
		}
	};
}

interface Line {
	readonly [name: string]: unknown;
}

/** What a program prints, line by line. */
function linesOf(program: ChildProcess) {
	const lines: Line[] = [];
	let look: () => void = () => undefined;
	if (program.stdout)
		createInterface({ input: program.stdout }).on('line', (line) => {
			lines.push(JSON.parse(line) as Line);
			look();
		});
	return {
		until: (isMeant: (line: Line) => boolean) =>
			new Promise<Line>((found) => {
				look = () => {
					const line = lines.find(isMeant);
					if (line) found(line);
				};
				look();
			})
	};
}
