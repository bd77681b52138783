// The wire as schemas: what it is today belongs to a protocol version, and what a client says that is not of it is refused.
import { createHash } from 'node:crypto';
import { toJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { fromWireValue, saysValue, toWireCell, wireCellSchema, type ValueType } from './cells.ts';
import { eventSchema } from './event.ts';
import { ackSchema, frameSchema, protocolVersion, readySchema, resumeSchema, wire } from './messages.ts';
import { snapshotSchema } from './snapshot.ts';

/** One fingerprint for each version that was ever on the wire. Anything incompatible raises `protocolVersion`. */
const fingerprints: Readonly<Record<number, string>> = {
	1: '9776cb8cf00f936e292db4eebca181d0'
};

function fingerprint(): string {
	const describeAll = (schemas: Readonly<Record<string, v.GenericSchema>>) =>
		Object.fromEntries(
			Object.entries(schemas).map(([name, schema]) => [name, toJsonSchema(schema, { errorMode: 'ignore' })])
		);
	const description = {
		server: describeAll(wire.server),
		client: describeAll(wire.client),
		rest: describeAll({ event: eventSchema, snapshot: snapshotSchema })
	};
	return createHash('sha256').update(JSON.stringify(description)).digest('hex').slice(0, 32);
}

describe('the wire', () => {
	it('is the one of its protocol version', () => {
		expect({ [protocolVersion]: fingerprint() }).toEqual({ [protocolVersion]: fingerprints[protocolVersion] });
	});

	it.each([
		['an unknown field', { epoch: 'e', heads: {}, more: 1 }],
		['a negative number', { epoch: 'e', heads: { city: -1 } }],
		['a fraction', { epoch: 'e', heads: { city: 1.5 } }],
		['a number beyond the safe ones', { epoch: 'e', heads: { city: 2 ** 53 } }],
		['text for a number', { epoch: 'e', heads: { city: '1' } }],
		['a stream name without end', { epoch: 'e', heads: { ['s'.repeat(81)]: 1 } }],
		['no epoch', { heads: {} }],
		['nothing', undefined],
		['a list', []]
	])('takes no resume with %s', (_, message) => {
		expect(v.is(resumeSchema, message)).toBe(false);
	});

	it('takes what a client says in order', () => {
		expect(v.is(resumeSchema, { epoch: 'e', heads: { city: 0 } })).toBe(true);
		expect(v.is(ackSchema, { heads: {} })).toBe(true);
		expect(v.is(ackSchema, { heads: null })).toBe(false);
		const frame = { stream: 'city', from: 1, to: 2, at: 'T', cells: [], touches: [], feed: [] };
		expect(v.is(frameSchema, frame)).toBe(true);
	});

	it('leaves out of what a server says the members that it does not know, so that a later one can say more', () => {
		const cell = { key: 'funds/a', layer: 'reported', value: '1.00' };
		const line = { seq: 1, type: 'caseClosed', ids: [], unit: null, at: 'T', values: {} };
		const frame = { stream: 'city', from: 1, to: 2, at: 'T', cells: [cell], touches: [], feed: [line] };
		const later = { ...frame, cells: [{ ...cell, more: 1 }], feed: [{ ...line, more: 1 }], more: 1 };
		expect(v.parse(frameSchema, later)).toEqual(frame);
		const ready = { protocol: 1, epoch: 'e', today: '2019-09-16', heads: {} };
		expect(v.parse(readySchema, { ...ready, more: 1 })).toEqual(ready);
	});
});

describe('a cell on the wire', () => {
	it('carries money and observed values as decimals in text and everything else as a whole number', () => {
		const wired = (value: bigint, type: ValueType) => toWireCell('a/b', 'reported', value, type).value;
		expect(wired(123n, 'money')).toBe('1.23');
		expect(wired(-5n, 'money')).toBe('-0.05');
		expect(wired(9_007_199_254_740_993n, 'money')).toBe('90071992547409.93');
		expect(wired(8_050n, 'hundredths')).toBe('80.50');
		expect([wired(7n, 'count'), wired(-1n, 'count'), wired(40n, 'percent'), wired(1n, 'flag')]).toEqual([7, -1, 40, 1]);
	});

	it('comes back as it was', () => {
		for (const type of ['money', 'count'] as const)
			for (const value of [0n, 1n, -1n, 123_456_789n]) {
				const wired = toWireCell('a/b', 'reported', value, type);
				expect(v.is(wireCellSchema, wired)).toBe(true);
				expect(fromWireValue(wired.value)).toBe(value);
				expect(saysValue(wired.value, value)).toBe(true);
				expect(saysValue(wired.value, value + 1n)).toBe(false);
			}
	});

	it('is no float and no text without fen', () => {
		for (const value of [1.5, '1', '1.2', '1.234', '1e3', null])
			expect(v.is(wireCellSchema, { key: 'funds/x', layer: 'reported', value })).toBe(false);
	});
});
