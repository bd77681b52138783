// Two projects: unit tests beside their subjects, and integration tests that share one Postgres and one embedded template.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const common = {
	setupFiles: ['./tests/support/no-noise.ts'],
	sequence: { hooks: 'stack' as const }
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
					include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'tests/architecture/**/*.test.ts'],
					// Hashing passwords is slow on purpose, and machines are shared.
					testTimeout: 60_000
				}
			},
			{
				extends: true,
				test: {
					...common,
					name: 'integration',
					include: ['tests/integration/**/*.test.ts'],
					globalSetup: ['./tests/support/databases.setup.ts'],
					// Some start whole products, beside others on a shared machine.
					testTimeout: 120_000,
					hookTimeout: 600_000
				}
			}
		]
	}
});
