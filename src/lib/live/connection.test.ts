// How a screen's connection stands, happening by happening.
import { describe, expect, it } from 'vitest';
import { connecting, next, shownState, type Connection, type Happening } from './connection.ts';

const current: Happening = { type: 'current', caughtUp: null };
const lost: Happening = { type: 'lost' };
const heartbeat = (fresh: boolean): Happening => ({ type: 'heartbeat', fresh });

/** What the header shows after each happening; the n-th of them comes when the figures are whole up to minute n. */
function story(...happenings: Happening[]): string[] {
	let connection: Connection = connecting;
	return happenings.map((happening, n) => {
		connection = next(connection, happening, `09:0${n}`);
		return [shownState(connection), connection.since].filter((part) => part !== null).join(' ');
	});
}

describe('[R200] the age of figures', () => {
	it('is told as soon as the server says that it cannot read its log, and until it can', () => {
		expect(story(current, heartbeat(true), heartbeat(false), heartbeat(false), heartbeat(true))).toEqual([
			'live',
			'live',
			'stale 09:02',
			'stale 09:02',
			'live'
		]);
	});

	it('is known anew with every connection', () => {
		expect(story(current, heartbeat(false), lost, current)).toEqual(['live', 'stale 09:01', 'retrying 09:01', 'live']);
		expect(story(current, lost, heartbeat(false), { type: 'behind' }, heartbeat(false), heartbeat(true))).toEqual([
			'live',
			'retrying 09:01',
			'retrying 09:01',
			'catching_up 09:01',
			'stale 09:01',
			'catching_up 09:01'
		]);
	});
});

describe('[R201] a line that is lost', () => {
	it('says since when, however often it is tried', () => {
		expect(
			story(
				current,
				lost,
				{ type: 'attempt', attempt: 1 },
				{ type: 'attempt', attempt: 2 },
				{ type: 'behind' },
				current
			)
		).toEqual(['live', 'retrying 09:01', 'retrying 09:01', 'retrying 09:01', 'catching_up 09:01', 'live']);
	});

	it('counts its attempts, and a failed one does not begin anew', () => {
		const second = next(next(connecting, { type: 'attempt', attempt: 2 }, '09:00'), lost, '09:00');
		expect(second).toMatchObject({ line: 'retrying', attempt: 2 });
		expect(next(second, { type: 'offline' }, '09:00')).not.toHaveProperty('attempt');
	});

	it('stays offline while the browser says so, whatever fails meanwhile', () => {
		expect(
			story(
				current,
				{ type: 'offline' },
				lost,
				{ type: 'attempt', attempt: 1 },
				{ type: 'refused', refusal: 'busy' },
				{ type: 'online' },
				current
			)
		).toEqual(['live', 'offline 09:01', 'offline 09:01', 'offline 09:01', 'offline 09:01', 'retrying 09:01', 'live']);
	});

	it('says that a page never connected is as old as its load', () => {
		expect(story(heartbeat(false), lost)).toEqual(['connecting', 'retrying 09:01']);
	});
});

it('[R203] a refusal keeps its reason until it is let in or the line is lost', () => {
	const refused = next(next(connecting, current, '09:00'), { type: 'refused', refusal: 'too_many_sockets' }, '09:01');
	expect(refused).toEqual({ line: 'refused', refusal: 'too_many_sockets', fresh: true, since: '09:01' });
	expect(next(refused, { type: 'online' }, '09:02')).toEqual(refused);
	expect(next(refused, { type: 'refused', refusal: 'busy' }, '09:02')).toMatchObject({
		refusal: 'busy',
		since: '09:01'
	});
	expect(next(refused, lost, '09:02')).toEqual({ line: 'retrying', attempt: 0, fresh: true, since: '09:01' });
	expect(next(refused, current, '09:02')).toEqual({ line: 'live', caughtUp: null, fresh: true, since: null });
});
