// The environment: what is taken without a word, and one readable line for each value that is wrong.
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addressOf, ConfigError, readConfig, isUnverified } from './config.server.ts';

function faultsOf(env: Record<string, string>): readonly string[] {
	try {
		readConfig(env);
		return [];
	} catch (error) {
		if (error instanceof ConfigError) return error.faults;
		throw error;
	}
}

describe('the configuration', () => {
	it('needs nothing: a demonstration on loopback, with the embedded database beside', () => {
		expect(readConfig({})).toMatchObject({
			host: '127.0.0.1',
			port: 3000,
			origin: null,
			databaseUrl: null,
			dataDir: resolve('.data'),
			planDir: resolve('plans/ningbo-2017'),
			demo: true,
			demoActivity: true
		});
	});

	it('shows no samples on a Postgres unless it is told to', () => {
		const DATABASE_URL = 'postgres://jindu@db.example/jindu';
		expect(readConfig({ DATABASE_URL })).toMatchObject({ databaseUrl: DATABASE_URL, demo: false });
		expect(readConfig({ DATABASE_URL, DEMO: '1' })).toMatchObject({ demo: true });
	});

	it('takes empty values as none', () => {
		expect(readConfig({ PORT: '', DATABASE_URL: ' ', DEMO: '' })).toMatchObject({
			port: 3000,
			databaseUrl: null,
			demo: true
		});
	});

	it.each([
		['HOST', 'fe80::1%eth0'],
		['HOST', 'two words'],
		['PORT', 'http'],
		['PORT', '65536'],
		['PORT', '-1'],
		['PORT', '80.5'],
		['DATABASE_URL', 'mysql://db.example/jindu'],
		['DATABASE_URL', 'db.example'],
		['DATABASE_MIGRATION_URL', 'nonsense'],
		['ORIGIN', 'jindu.example'],
		['ORIGIN', 'ftp://jindu.example'],
		['ORIGIN', 'https://jindu.example/board'],
		['ORIGIN', 'https://jindu.example/?board'],
		['ORIGIN', 'https://jindu.example/?'],
		['ORIGIN', 'https://jindu.example/#board'],
		['ORIGIN', 'https://admin@jindu.example'],
		['ORIGIN', 'https://admin:secret@jindu.example'],
		['DEMO', 'yes'],
		['DEMO_ACTIVITY', 'true'],
		['ALLOW_HTTP', '2'],
		['LOG_LEVEL', 'loud'],
		['REQUESTS_PER_MINUTE', '0']
	])('%s=%s is one fault, in both languages, that names it', (name, value) => {
		const faults = faultsOf({ [name]: value });
		expect(faults).toHaveLength(1);
		expect(faults[0]).toMatch(new RegExp(`^${name}: .*/.*\\p{Script=Han}`, 'u'));
	});

	it('tells all faults at once', () => {
		expect(faultsOf({ PORT: 'x', DEMO: 'x', LOG_LEVEL: 'x' })).toHaveLength(3);
	});

	it('serves over http on loopback alone, unless it is told otherwise', () => {
		expect(faultsOf({ HOST: '0.0.0.0' })).toEqual([expect.stringMatching(/^ORIGIN: /)]);
		expect(faultsOf({ HOST: '0.0.0.0', ORIGIN: 'http://jindu.example' })).toHaveLength(1);
		expect(faultsOf({ HOST: '0.0.0.0', ORIGIN: 'https://jindu.example' })).toEqual([]);
		expect(faultsOf({ HOST: '0.0.0.0', ALLOW_HTTP: '1' })).toEqual([]);
	});

	it('takes the public address with or without what is understood', () => {
		for (const ORIGIN of ['https://jindu.example', 'https://jindu.example/', 'HTTPS://Jindu.Example:443'])
			expect(readConfig({ ORIGIN }).origin?.origin).toBe('https://jindu.example');
	});

	it('wants the public address behind a proxy', () => {
		expect(faultsOf({ TRUST_PROXY: '1' })).toEqual([expect.stringMatching(/^ORIGIN: .*TRUST_PROXY/)]);
		expect(faultsOf({ TRUST_PROXY: '1', ORIGIN: 'https://jindu.example' })).toEqual([]);
		expect(faultsOf({ TRUST_PROXY: '1', HOST: '0.0.0.0' })).toHaveLength(1);
	});

	it('says nothing of a password in a fault', () => {
		expect(faultsOf({ ORIGIN: 'https://jindu:secret@jindu.example' }).join()).not.toContain('secret');
		const [fault = ''] = faultsOf({ DATABASE_URL: 'mysql://jindu:secret@db.example/jindu' });
		expect(fault).not.toContain('secret');
	});
});

it('a database on another host is unverified unless its certificate is checked', () => {
	for (const url of ['postgres://jindu@db.example/jindu', 'postgres://jindu@10.1.2.3:5432/jindu?sslmode=require'])
		expect(isUnverified(url)).toBe(true);
	for (const url of [
		'postgres://jindu@127.0.0.1/jindu',
		'postgres://localhost:5433/jindu',
		'postgres:///jindu?host=/var/run/postgresql',
		'postgres://jindu@db.example/jindu?sslmode=verify-full'
	])
		expect(isUnverified(url)).toBe(false);
});

describe('an address that is printed', () => {
	it.each([
		['127.0.0.1', 'http://127.0.0.1:3000/setup'],
		['0.0.0.0', 'http://127.0.0.1:3000/setup'],
		['::', 'http://[::1]:3000/setup'],
		['::1', 'http://[::1]:3000/setup'],
		['[::1]', 'http://[::1]:3000/setup'],
		['fd00::7', 'http://[fd00::7]:3000/setup'],
		['localhost', 'http://localhost:3000/setup']
	])('opens, where it listens on %s', (HOST, address) => {
		expect(addressOf(readConfig({ HOST, ALLOW_HTTP: '1' }), '/setup')).toBe(address);
	});

	it('is the public one where there is one', () => {
		const config = readConfig({ HOST: '::1', ORIGIN: 'https://jindu.example' });
		expect(addressOf(config, '/setup')).toBe('https://jindu.example/setup');
	});
});
