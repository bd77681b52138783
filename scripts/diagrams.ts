// `npm run diagrams`: draws the floors (docs/images/floors.svg) and the tables (docs/tables.md) from the code. A test holds them current.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { format, resolveConfig } from 'prettier';

const root = resolve(import.meta.dirname, '..');

/** Each file that is drawn, by its path, as it must read. */
export async function drawDiagrams(): Promise<ReadonlyMap<string, string>> {
	return new Map([
		['docs/images/floors.svg', drawFloors()],
		['docs/tables.md', await describeTables()]
	]);
}

interface Floor {
	readonly floor: number;
	readonly folders: readonly string[];
}

interface FloorRule {
	readonly name: string;
	readonly to: { readonly pathNot?: string };
}

function drawFloors(): string {
	const floors = JSON.parse(readFileSync(join(root, 'scripts/floors.json'), 'utf8')) as Floor[];
	const sideways = sidewaysOf(floors);
	const [top, rowHeight, boxHeight, letter, gap, left] = [8, 44, 32, 7.3, 8, 44];
	const widthOf = (text: string) => Math.round(text.length * letter + 18);
	const rows = floors.toReversed().map(({ floor, folders }, row) => {
		const y = top + row * rowHeight;
		let x = left;
		const boxes = folders.map((folder) => {
			const beside = sideways.get(folder) ?? [];
			const label = beside.length === 0 ? folder : `${folder} › ${beside.join(', ')}`;
			const box = { label, x, width: widthOf(label) };
			x += box.width + gap;
			return box;
		});
		return { floor, y, boxes, end: x - gap };
	});
	const width = Math.max(...rows.map(({ end }) => end)) + 12;
	const height = top + rows.length * rowHeight;
	const lines = rows.flatMap(({ floor, y, boxes }) => [
		`<text class="floor" x="30" y="${y + 21}" text-anchor="end">${floor}</text>`,
		...boxes.flatMap(({ label, x, width }) => [
			`<rect x="${x}" y="${y}" width="${width}" height="${boxHeight}" rx="5"/>`,
			`<text x="${x + width / 2}" y="${y + 21}" text-anchor="middle">${label}</text>`
		])
	]);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
		'<title>The floors of src/lib: a folder imports from the floors below it, and beside it only from what › names</title>',
		'<style>',
		'text { font: 12px ui-monospace, Menlo, Consolas, monospace; fill: #1b2733 }',
		'.floor { fill: #5b6b7b }',
		'.page { fill: #ffffff }',
		'rect { fill: #eef3f8; stroke: #9fb3c8 }',
		'.page { stroke: none }',
		'</style>',
		`<rect class="page" width="${width}" height="${height}"/>`,
		...lines,
		'</svg>',
		''
	].join('\n');
}

/** What a folder may import from its own floor, as the import rules have it. */
function sidewaysOf(floors: readonly Floor[]): ReadonlyMap<string, readonly string[]> {
	const { forbidden } = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as {
		forbidden: FloorRule[];
	};
	return new Map(
		floors.flatMap(({ folders }) =>
			folders.map((folder): [string, string[]] => {
				const rule = forbidden.find(({ name }) => name === `floor-of-${folder}`);
				const [, open = ''] = /\((.*)\)/.exec(rule?.to.pathNot ?? '') ?? [];
				const allowed = new Set(open.split('|'));
				return [folder, folders.filter((other) => other !== folder && allowed.has(other))];
			})
		)
	);
}

interface Drawn {
	readonly folder: string;
	readonly config: ReturnType<typeof getTableConfig>;
}

async function describeTables(): Promise<string> {
	const tables = await readTables();
	const folders = [...new Set(tables.map(({ folder }) => folder))];
	const relations = new Set(
		tables.flatMap(({ config }) =>
			referencesOf(config).map(
				({ column, to }) =>
					`  ${to} ${keysOf(config).join() === column ? '||--o|' : '||--o{'} ${config.name} : ${column}`
			)
		)
	);
	const text = [
		'# Tables',
		'`npm run diagrams` writes this page from the `tables.server.ts` files; a test holds it current. What the words mean is said there, beside each column.',
		'## Who refers to whom',
		'A line is a foreign key and names its column; a fork stands where many rows may refer to one. Tables without one follow below.',
		'```mermaid',
		'erDiagram',
		...relations,
		'```',
		'In the lists below **bold** is the key, `?` what may be absent, → a foreign key.',
		...folders.flatMap((folder) => [
			`## ${folder}`,
			...tables.filter((table) => table.folder === folder).map(({ config }) => describeTable(config))
		])
	].join('\n\n');
	// Lines of one fence stand together.
	const joined = text.replace(/```mermaid[\s\S]*?```/, (fence) => fence.replaceAll('\n\n', '\n'));
	return format(joined, { ...(await resolveConfig(join(root, 'docs/tables.md'))), parser: 'markdown' });
}

async function readTables(): Promise<readonly Drawn[]> {
	const files = globSync('src/lib/*/tables.server.ts', { cwd: root }).map((file) => file.replaceAll('\\', '/'));
	const read = await Promise.all(
		files.sort().map(async (file) => {
			const exported = (await import(pathToFileURL(join(root, file)).href)) as Record<string, unknown>;
			return Object.values(exported)
				.filter((value) => is(value, PgTable))
				.map((table): Drawn => ({ folder: file.split('/')[2] ?? '', config: getTableConfig(table) }))
				.sort((a, b) => (a.config.name < b.config.name ? -1 : 1));
		})
	);
	return read.flat();
}

function describeTable(config: Drawn['config']): string {
	const keys = new Set(keysOf(config));
	const references = referencesOf(config);
	const columns = config.columns.map(({ name, notNull }) => {
		const to = references.find((reference) => reference.column === name)?.to;
		return `${keys.has(name) ? `**${name}**` : name}${notNull ? '' : '?'}${to === undefined ? '' : ` → ${to}`}`;
	});
	return `\`${config.name}\`: ${columns.join(', ')}`;
}

function keysOf(config: Drawn['config']): readonly string[] {
	return [
		...config.columns.filter(({ primary }) => primary).map(({ name }) => name),
		...config.primaryKeys.flatMap(({ columns }) => columns.map(({ name }) => name))
	];
}

function referencesOf(config: Drawn['config']): readonly { readonly column: string; readonly to: string }[] {
	return config.foreignKeys.flatMap((key) => {
		const { columns, foreignTable } = key.reference();
		return columns.map(({ name }) => ({ column: name, to: getTableConfig(foreignTable).name }));
	});
}

if (import.meta.main) for (const [file, text] of await drawDiagrams()) writeFileSync(join(root, file), text);
