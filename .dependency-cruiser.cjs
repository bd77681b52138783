// Who may import whom: docs/architecture.md as rules. A test plants violations and sees that they are caught.
const PURE = '^src/lib/.+(?<!\\.server|\\.svelte|\\.test|\\.worker)\\.ts$';
const SERVER = '\\.(server|worker)\\.ts$';
const SCREEN = '\\.svelte(\\.ts)?$';
/** Folders under src/lib that are not features: everybody's ground. */
const GROUND = 'kernel|protocol|server|live|edits|ui|access|paraglide';
/** Server files that every feature may use: who somebody is and what opens once, what all records have in common. */
const SHARED_SERVER =
	'^src/lib/(live/(event-log|read-events|tables)|edits/[^/]+|server/(database|named-locks)|plan/tables|access/(tables|issue-token|people|one-time-links)|ledgers/(tables|recording|insert-entries|port))\\.server\\.ts$';
const TESTS = '\\.test\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		{ name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
		{
			name: 'nothing-missing',
			severity: 'error',
			from: {},
			to: { couldNotResolve: true, pathNot: '^(\\$app/|\\$env/|\\./\\$types|\\./build/)' }
		},
		{
			name: 'kernel-imports-nothing',
			comment: 'Money, days, ids and results stand alone (valibot states their shape).',
			severity: 'error',
			from: { path: '^src/lib/kernel/', pathNot: TESTS },
			to: { pathNot: '^src/lib/kernel/|^node_modules/valibot/' }
		},
		{
			name: 'protocol-imports-kernel',
			severity: 'error',
			from: { path: '^src/lib/protocol/', pathNot: TESTS },
			to: { pathNot: '^src/lib/(protocol|kernel)/|^node_modules/valibot/' }
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
			name: 'features-keep-apart',
			comment: "A feature's server files do not use another feature's; app.server.ts wires them.",
			severity: 'error',
			from: { path: `^src/lib/(?!${GROUND})([^/]+)/.+${SERVER}`, pathNot: '^src/lib/(dashboard|ledgers|demo)/' },
			to: { path: `^src/lib/.+${SERVER}`, pathNot: [SHARED_SERVER, '^src/lib/$1/'], dependencyTypesNot: ['type-only'] }
		},
		{
			name: 'whole-views-read-tables',
			comment:
				'The dashboard and the confirmations over all ledgers read the tables of others, never their commands. (The demo fills and uses the product as a start and a person would: it is free.)',
			severity: 'error',
			from: { path: `^src/lib/(dashboard|ledgers)/.+${SERVER}` },
			to: { path: `^src/lib/.+${SERVER}`, pathNot: [SHARED_SERVER, '^src/lib/$1/', '/tables\\.server\\.ts$'] }
		},
		{
			name: 'ground-knows-no-feature',
			comment:
				'But for the composition root, and for the start of a new release, which computes anew what features keep of rows.',
			severity: 'error',
			from: {
				path: `^src/lib/(server|live|edits|access)/.+${SERVER}`,
				pathNot: ['^src/lib/server/(app|migrate-database)\\.server\\.ts$', TESTS]
			},
			to: { path: `^src/lib/(?!${GROUND}|plan/)[^/]+/.+${SERVER}`, dependencyTypesNot: ['type-only'] }
		},
		{
			name: 'only-entries-wire',
			comment: 'The composition root is opened by the hooks alone; routes find it in locals.',
			severity: 'error',
			from: { path: '^src/', pathNot: '^src/hooks\\.server\\.ts$|^src/app\\.d\\.ts$' },
			to: { path: '^src/lib/server/app\\.server\\.ts$', dependencyTypesNot: ['type-only'] }
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
				pathNot: '^src/lib/(server|access|shell)/',
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
			from: { path: '^(src|scripts|bench)/', pathNot: '^src/lib/access/sessions\\.server\\.ts$' },
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
