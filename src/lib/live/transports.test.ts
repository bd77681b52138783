// The way past proxies: which transports are tried after which.
import { expect, it } from 'vitest';
import { nextWay, transportsOf, type LineEvent, type Way } from './transports.ts';

function ways(first: Way, ...events: LineEvent[]): Way[] {
	let way = first;
	return events.map((event) => (way = nextWay(way, event)));
}

it('[R202] a WebSocket that is refused or swallowed gives way to polling, which goes over to one where it can', () => {
	expect(ways('websocket', 'failed')).toEqual(['upgrade']);
	expect(transportsOf.upgrade).toEqual(['polling', 'websocket']);
	expect(ways('upgrade', 'lasted')).toEqual(['websocket']);
});

it('[R202] one that is broken off again and again gives way to polling alone, and gets another chance after a while', () => {
	expect(ways('websocket', 'broke', 'broke', 'broke', 'rested', 'broke', 'rested', 'lasted')).toEqual([
		'upgrade',
		'polling',
		'polling',
		'upgrade',
		'polling',
		'upgrade',
		'websocket'
	]);
	expect(transportsOf.polling).toEqual(['polling']);
});

it('[R202] a server that is away is tried by both in turn, so that neither is forgotten', () => {
	expect(ways('websocket', 'failed', 'failed', 'failed')).toEqual(['upgrade', 'websocket', 'upgrade']);
	expect(ways('polling', 'failed', 'failed')).toEqual(['upgrade', 'websocket']);
});
