// The import rules catch what they are there for: each is broken once in a planted tree.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const rules = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as {
	forbidden: IForbiddenRuleType[];
	options: ICruiseOptions;
};

const floors = JSON.parse(readFileSync(join(root, 'scripts/floors.json'), 'utf8')) as {
	floor: number;
	folders: string[];
}[];

/** Each folder imports one from the floor above; the uppermost the routes. */
const upwards = floors.flatMap(({ folders }, index) =>
	folders.map((folder): [rule: string, file: string, imports: string] => {
		const above = floors[index + 1]?.folders[0];
		return [
			`floor-of-${folder}`,
			`src/lib/${folder}/upwards.ts`,
			above === undefined ? '../../routes/a/+server.ts' : `#lib/${above}/innocent.ts`
		];
	})
);

/** Rule, the file that breaks it, and what that file imports. */
const planted: [rule: string, file: string, imports: string][] = [
	...upwards,
	['folder-without-floor', 'src/lib/plan/f.ts', '#lib/nowhere/innocent.ts'],
	['kernel-stands-alone', 'src/lib/protocol/event.ts', 'svelte'],
	['no-circle', 'src/lib/plan/a.ts', '#lib/plan/b.ts'],
	['nothing-missing', 'src/lib/plan/c.ts', '#lib/plan/absent.ts'],
	['pure-stays-pure', 'src/lib/funds/decide.ts', '#lib/funds/record.server.ts'],
	['pure-uses-no-node', 'src/lib/funds/rules.ts', 'node:fs'],
	['screens-use-no-server', 'src/lib/funds/feed.svelte.ts', '#lib/funds/record.server.ts'],
	['only-entries-wire', 'src/lib/shell/change.server.ts', '#lib/app/app.server.ts'],
	['routes-stay-thin', 'src/routes/a/+server.ts', 'drizzle-orm'],
	['routes-call-the-app', 'src/routes/b/+server.ts', '#lib/funds/record.server.ts'],
	['nobody-imports-routes', 'src/lib/shell/layout.ts', '../../routes/a/+server.ts'],
	['one-door-to-charts', 'src/lib/funds/chart.ts', 'chart.js'],
	['one-door-to-lucia', 'src/lib/sign-in/sign-in.server.ts', 'lucia'],
	['product-uses-no-tests', 'src/lib/plan/e.ts', '../../../tests/support/x.ts']
];
const innocent: [file: string, imports: string][] = [
	...[...floors.flatMap(({ folders }) => folders), 'nowhere'].map((folder): [string, string] => [
		`src/lib/${folder}/innocent.ts`,
		'valibot'
	]),
	['src/lib/plan/b.ts', '#lib/plan/a.ts'],
	['src/lib/plan/d.ts', '#lib/kernel/money.ts'],
	['src/lib/kernel/money.ts', 'valibot'],
	['src/lib/app/app.server.ts', '#lib/funds/record.server.ts'],
	['src/lib/funds/record.server.ts', '#lib/log/event-log.server.ts'],
	['src/lib/log/event-log.server.ts', 'drizzle-orm'],
	['src/lib/access/people.server.ts', 'drizzle-orm'],
	['src/lib/accounts/change.server.ts', '#lib/access/people.server.ts'],
	['tests/support/x.ts', 'valibot']
];

let tree: string;
let caught: { rule: string; file: string }[];

beforeAll(async () => {
	tree = mkdtempSync(join(tmpdir(), 'jindu-imports-'));
	symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
	writeFileSync(join(tree, 'package.json'), JSON.stringify({ type: 'module', imports: { '#lib/*': './src/lib/*' } }));
	for (const [file, imports] of [...planted.map(([, file, imports]) => [file, imports] as const), ...innocent]) {
		mkdirSync(dirname(join(tree, file)), { recursive: true });
		writeFileSync(join(tree, file), `import '${imports}';\n`);
	}
	const { tsConfig, ...options } = rules.options;
	expect(tsConfig).toBeDefined();
	const { output } = await cruise(['src'], {
		...options,
		baseDir: tree,
		preserveSymlinks: true,
		validate: true,
		ruleSet: { forbidden: rules.forbidden }
	});
	caught = (output as ICruiseResult).summary.violations.map(({ rule, from }) => ({ rule: rule.name, file: from }));
});
afterAll(() => {
	rmSync(tree, { recursive: true, force: true });
});

describe('the import rules', () => {
	test.each(planted)('%s is broken by %s importing %s', (rule, file) => {
		expect(caught).toContainEqual({ rule, file });
	});

	test('each has its planted violation here', () => {
		expect(planted.map(([rule]) => rule).sort()).toEqual(rules.forbidden.map(({ name }) => name).sort());
	});

	test('let everything else pass', () => {
		const guilty = new Set([...planted.map(([, file]) => file), 'src/lib/plan/b.ts']);
		expect(caught.filter(({ file }) => !guilty.has(file))).toEqual([]);
	});
});
