// Unit tests beside their subjects; integration tests that share one Postgres and one embedded template, the long ones apart.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const common = {
	setupFiles: ['./tests/support/no-noise.ts'],
	sequence: { hooks: 'stack' as const }
};

const integration = {
	...common,
	setupFiles: [...common.setupFiles, './tests/support/described-answers.ts', './tests/support/second-try.ts'],
	// One test in thousands that a busy shared machine upsets does not hold a change up, and is named.
	retry: process.env['CI'] === undefined ? 0 : 1,
	// A file finds the modules that the one before it has read; what they hold is handed over, not kept.
	isolate: false,
	globalSetup: ['./tests/support/databases.setup.ts'],
	// Some start whole products, beside others on a shared machine.
	testTimeout: 120_000,
	hookTimeout: 600_000
};

export default defineConfig({
	plugins: [svelte()],
	test: {
		env: { TZ: 'UTC', NODE_ENV: 'test' },
		allowOnly: process.env['CI'] === undefined,
		// Tests wait for databases and servers more than they compute.
		maxWorkers: 3,
		projects: [
			{
				extends: true,
				test: {
					...common,
					name: 'unit',
					// Pure functions leave nothing behind: one copy of each module does for all.
					pool: 'threads',
					isolate: false,
					include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'tests/architecture/**/*.test.ts'],
					// Hashing passwords is slow on purpose, and machines are shared.
					testTimeout: 60_000
				}
			},
			{
				extends: true,
				test: {
					...integration,
					name: 'integration',
					include: ['tests/integration/**/*.test.ts'],
					exclude: ['**/*.long.test.ts']
				}
			},
			{
				extends: true,
				test: { ...integration, name: 'long', include: ['tests/integration/**/*.long.test.ts'] }
			},
			{
				extends: true,
				test: { ...integration, name: 'faults', include: ['tests/faults/**/*.test.ts'] }
			}
		]
	}
});
