// How large text is on screen, and that the plan's names are not cut where they have a short form.
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(resolve(root, file), 'utf8');
const sheets = globSync('src/**/*.{svelte,css}', { cwd: root }).map((file) => ({ file, text: read(file) }));

/** The only places for text of 12 px: a row for each task or line, a column for each department or step. */
const dense = [
	'src/lib/overview/TasksPanel.svelte',
	'src/lib/funds/MatrixTable.svelte',
	'src/lib/funds/LayeredFigure.svelte',
	'src/lib/ui/tokens.css'
];

test('[R280] text on screen is 13 px or more', () => {
	const small = sheets.flatMap(({ file, text }) =>
		[...text.matchAll(/(?:font(?:-size)?|--text-[a-z]+): *(\d+(?:\.\d+)?)px/g)]
			.filter(([rule, size]) => Number(size) < 13 && !rule.startsWith('--text-dense: 12px'))
			.map(([rule]) => `${file}: ${rule}`)
	);
	expect(small).toEqual([]);
	expect(read('src/lib/ui/tokens.css')).toContain('--text-dense: 12px');
	expect([...read('src/lib/ui/chart-engine.ts').matchAll(/size: (\d+)/g)].map(([, size]) => Number(size))).toEqual(
		expect.arrayContaining([13])
	);
	expect(
		[...read('src/lib/ui/chart-engine.ts').matchAll(/size: (\d+)/g)].filter(([, size]) => Number(size) < 13)
	).toEqual([]);
});

test('[R280] text of 12 px stands in dense matrices alone', () => {
	expect(sheets.filter(({ text }) => text.includes('--text-dense')).map(({ file }) => file)).toEqual(
		expect.arrayContaining(dense)
	);
	expect(sheets.filter(({ file, text }) => text.includes('--text-dense') && !dense.includes(file))).toEqual([]);
});

test('[R280] names of goals, targets and budget lines are never cut with dots', () => {
	for (const file of [
		'targets/GoalsStrip',
		'targets/TargetRow',
		'overview/FundsPanel',
		'overview/AttentionPanel',
		'overview/WeekStrip'
	])
		expect(read(`src/lib/${file}.svelte`), file).not.toContain('text-overflow');
});
