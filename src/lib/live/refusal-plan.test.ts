// Refusals of the handshake: told apart from a line that only failed.
import { expect, it } from 'vitest';
import { refusals } from '#lib/protocol/messages.ts';
import { refusalOf, refusalPlans } from './refusal-plan.ts';

it('[R203] a refusal is known by its name or by the status of its answer, anything else has only failed', () => {
	for (const refusal of refusals) expect(refusalOf(refusal, undefined)).toBe(refusal);
	expect(refusalOf('xhr poll error', 403)).toBe('foreign_origin');
	expect(refusalOf('xhr poll error', 429)).toBe('limited');
	for (const message of ['xhr poll error', 'websocket error', 'timeout', '', 'constructor'])
		expect(refusalOf(message, message === 'timeout' ? undefined : 502)).toBeNull();
});

it('[R203] every refusal but that of a session is tried again, none more often than once in two seconds', () => {
	for (const refusal of refusals) {
		const { retryMs } = refusalPlans[refusal];
		if (refusal === 'unauthenticated') expect(retryMs).toBeNull();
		else expect(retryMs).toBeGreaterThanOrEqual(2000);
	}
});
