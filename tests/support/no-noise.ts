// Makes a test fail when something prints to the console that the test did not ask for.
import { format } from 'node:util';
import { afterAll, afterEach, expect } from 'vitest';

const printed: string[] = [];
for (const method of ['log', 'info', 'debug', 'warn', 'error'] as const) {
	console[method] = (...values: unknown[]) => {
		printed.push(`console.${method}: ${format(...values)}`);
	};
}

afterEach(expectSilence);
afterAll(expectSilence);

/** What was printed since the test began; asking for it makes it expected. */
export function takePrinted(): string[] {
	return printed.splice(0);
}

function expectSilence() {
	expect(takePrinted(), 'printed unexpectedly').toEqual([]);
}
