// Refusals of the handshake: told apart from a line that only failed.
import { expect, it } from 'vitest';
import { refusals } from '#lib/protocol/messages.ts';
import { refusalOf, refusalPlans } from './refusal-plan.ts';

it('[R203] a refusal is known by its name or by what HTTP answered, anything else has only failed', () => {
	for (const refusal of refusals) expect(refusalOf(refusal, '')).toBe(refusal);
	const ofHttp = (cause: string) => refusalOf('xhr poll error', `{"code":4,"message":"${cause}"}`);
	expect(ofHttp('foreign_origin')).toBe('foreign_origin');
	expect(ofHttp('foreign_host')).toBe('foreign_origin');
	expect(ofHttp('too_many_waiting')).toBe('limited');
	expect(ofHttp('too_many_refused')).toBe('limited');
	for (const message of ['xhr poll error', 'websocket error', 'timeout', '', 'constructor'])
		expect(refusalOf(message, '<h1>502 Bad Gateway</h1>')).toBeNull();
});

it('[R203] every refusal but that of a session is tried again, none more often than once in two seconds', () => {
	for (const refusal of refusals) {
		const { retryMs } = refusalPlans[refusal];
		if (refusal === 'unauthenticated') expect(retryMs).toBeNull();
		else expect(retryMs).toBeGreaterThanOrEqual(2000);
	}
});
