// Who may import whom: docs/architecture.md as rules. A test plants violations and sees that they are caught.
const { readFileSync } = process.getBuiltinModule('node:fs');

const floors = JSON.parse(readFileSync(`${__dirname}/scripts/floors.json`, 'utf8'));

const PURE = '^src/lib/.+(?<!\\.server|\\.svelte|\\.test|\\.worker)\\.ts$';
const SERVER = '\\.(server|worker)\\.ts$';
const SCREEN = '\\.svelte(\\.ts)?$';
const TESTS = '\\.test\\.ts$';

/** Folders of one floor of which one rests on the other. */
const sideways = {
	// Amounts in words.
	ui: ['kernel'],
	// The business clock is kept with the log; a job writes by it.
	jobs: ['log'],
	// Figures are read for somebody.
	figures: ['access'],
	// The edges call commands, and answer forms.
	http: ['commands', 'forms'],
	// The trail of a record says how it stands.
	audit: ['entries']
};
/** Generated, and looked at by everybody. */
const everybodys = 'paraglide';

/** For each folder: it may import from the floors below it alone, types included. */
const ranks = floors.flatMap(({ floor, folders }) =>
	folders.map((folder) => {
		const below = floors.filter((other) => other.floor < floor).flatMap((other) => other.folders);
		const open = [folder, everybodys, ...below, ...(sideways[folder] ?? [])];
		return {
			name: `floor-of-${folder}`,
			severity: 'error',
			from: { path: `^src/lib/${folder}/`, pathNot: TESTS },
			to: { path: '^src/(lib|routes)/', pathNot: `^src/lib/(${open.join('|')})/` }
		};
	})
);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		...ranks,
		{
			name: 'folder-without-floor',
			comment: 'Every folder of src/lib stands in scripts/floors.json.',
			severity: 'error',
			from: { path: '^src/', pathNot: TESTS },
			to: {
				path: '^src/lib/',
				pathNot: `^src/lib/(${[everybodys, ...floors.flatMap(({ folders }) => folders)].join('|')})/`
			}
		},
		{ name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
		{
			name: 'nothing-missing',
			severity: 'error',
			from: {},
			to: { couldNotResolve: true, pathNot: '^(\\$app/|\\$env/|\\./\\$types|\\./build/)' }
		},
		{
			name: 'kernel-stands-alone',
			comment: 'Money, days, ids and results need nothing (valibot states their shape).',
			severity: 'error',
			from: { path: '^src/lib/(kernel|protocol)/', pathNot: TESTS },
			to: { pathNot: '^src/lib/(kernel|protocol)/|^node_modules/valibot/' }
		},
		{
			name: 'pure-stays-pure',
			comment: 'A file without an ending runs on both sides: no server, no screen, no Node, no framework.',
			severity: 'error',
			from: { path: PURE, pathNot: '^src/lib/(paraglide|ui)/' },
			to: { path: `${SERVER}|${SCREEN}|^node_modules/(svelte|@sveltejs|drizzle-orm|postgres|socket\\.io|chart\\.js)` }
		},
		{
			name: 'pure-uses-no-node',
			severity: 'error',
			from: { path: PURE, pathNot: '^src/lib/paraglide/' },
			to: { dependencyTypes: ['core'] }
		},
		{
			name: 'screens-use-no-server',
			severity: 'error',
			from: { path: SCREEN },
			to: { path: `${SERVER}|^node_modules/(drizzle-orm|postgres|socket\\.io|pino|lucia)/` }
		},
		{
			name: 'only-entries-wire',
			comment: 'The composition root is opened by the hooks alone; routes find it in locals.',
			severity: 'error',
			from: { path: '^src/', pathNot: '^src/hooks\\.server\\.ts$|^src/app\\.d\\.ts$' },
			to: { path: '^src/lib/app/app\\.server\\.ts$', dependencyTypesNot: ['type-only'] }
		},
		{
			name: 'routes-stay-thin',
			severity: 'error',
			from: { path: '^src/routes/' },
			to: {
				path: '^node_modules/(drizzle-orm|postgres|socket\\.io|socket\\.io-client|lucia|chart\\.js)/|/tables\\.server\\.ts$'
			}
		},
		{
			name: 'routes-call-the-app',
			comment: 'A route finds the commands in locals.app; it takes only sessions and http from server files.',
			severity: 'error',
			from: { path: '^src/routes/' },
			to: {
				path: `^src/lib/.+${SERVER}`,
				pathNot:
					'^src/lib/(access|shell|http|sign-in|app)/|-(page|pages|forms)\\.server\\.ts$|/shown-[^/]+\\.server\\.ts$',
				dependencyTypesNot: ['type-only']
			}
		},
		{
			name: 'nobody-imports-routes',
			severity: 'error',
			from: { pathNot: '^src/routes/' },
			to: { path: '^src/routes/' }
		},
		{
			name: 'one-door-to-charts',
			severity: 'error',
			from: { path: '^(src|scripts|bench)/', pathNot: '^src/lib/ui/(Chart\\.svelte|chart[^/]*\\.ts)$' },
			to: { path: '^node_modules/(chart\\.js|chartjs-)' }
		},
		{
			name: 'one-door-to-lucia',
			severity: 'error',
			from: { path: '^(src|scripts|bench)/', pathNot: '^src/lib/sign-in/sessions\\.server\\.ts$' },
			to: { path: '^node_modules/lucia/' }
		},
		{
			name: 'product-uses-no-tests',
			severity: 'error',
			from: { path: '^src/', pathNot: TESTS },
			to: { path: '^(tests|bench)/|\\.test\\.ts$' }
		}
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^src/lib/paraglide/|\\$types$' },
		tsConfig: { fileName: 'tsconfig.json' },
		tsPreCompilationDeps: true,
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['svelte', 'import', 'node', 'default', 'types'],
			extensions: ['.ts', '.js', '.mjs', '.svelte', '.d.ts']
		}
	}
};
