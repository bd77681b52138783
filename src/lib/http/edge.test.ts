// The edge: no client can choose its own address, and no foreign name is answered.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientAddress, edgeHeaders, isOnLoopback, isOwnHost, withCharset, type Asked, type Site } from './edge.ts';

const address = (remote: string, forwarded: string | undefined, trustProxy: number) =>
	clientAddress(
		{ socket: { remoteAddress: remote }, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } },
		{ trustProxy }
	);

describe('the address of a client', () => {
	it('is that of the connection where no proxy is trusted, whatever the header says', () => {
		fc.assert(fc.property(fc.string(), (header) => address('10.0.0.9', header, 0) === '10.0.0.9'));
	});

	it('is what the proxy before ours saw, whatever the client put in front', () => {
		fc.assert(
			fc.property(fc.array(fc.stringMatching(/^[^,]*$/)), fc.integer({ min: 1, max: 3 }), (claims, proxies) => {
				const ours = ['192.0.2.7', ...Array.from({ length: proxies - 1 }, (_, index) => `10.0.0.${index + 1}`)];
				return address('10.0.0.9', [...claims, ...ours].join(', '), proxies) === '192.0.2.7';
			})
		);
	});

	it('is that of the connection where the header is missing, too short or no address', () => {
		expect(address('10.0.0.9', undefined, 1)).toBe('10.0.0.9');
		expect(address('10.0.0.9', '192.0.2.7', 2)).toBe('10.0.0.9');
		expect(address('10.0.0.9', '<script>', 1)).toBe('10.0.0.9');
		expect(address('10.0.0.9', '2001:db8::7', 1)).toBe('2001:db8::7');
	});

	it('is the same whatever port a proxy writes beside it, and however the connection writes it', () => {
		for (const port of [1, 40_001, 65_535]) {
			expect(address('10.0.0.9', `192.0.2.7:${port}`, 1)).toBe('192.0.2.7');
			expect(address('10.0.0.9', `"[2001:db8::7]:${port}"`, 1)).toBe('2001:db8::7');
		}
		expect(address('::ffff:192.0.2.7', undefined, 0)).toBe('192.0.2.7');
	});
});

const site = (given: Partial<Site>): Site => ({ origin: null, allowHttp: false, trustProxy: 0, ...given });
const fromHere = { remoteAddress: '127.0.0.1' };
const fromThere = { remoteAddress: '192.0.2.7' };

describe('the host that is asked', () => {
	const owns = (host: string | undefined, given: Partial<Site>, socket = fromHere) =>
		isOwnHost({ headers: host === undefined ? {} : { host }, socket }, site(given));
	const origin = new URL('https://jindu.example:8443');

	it('is that of the public address alone', () => {
		expect(owns('jindu.example:8443', { origin }, fromThere)).toBe(true);
		for (const host of [
			'jindu.example',
			'evil.example',
			'127.0.0.1:3000',
			undefined,
			'',
			'jindu.example:8443@evil.example',
			'jindu.example:8443/evil',
			'jindu.example..:8443'
		])
			expect(owns(host, { origin }), host).toBe(false);
	});

	it.each([
		['https://jindu.example', ['jindu.example', 'jindu.example:443', 'JINDU.Example.', 'jindu.example.:443'], '80'],
		['http://jindu.example', ['jindu.example', 'jindu.example:80', 'jindu.EXAMPLE.:80'], '443'],
		['https://jindu.example:8443', ['jindu.example.:8443', 'JINDU.example:8443'], '443'],
		['https://进度.example', ['xn--wxt580i.example', 'xn--wxt580i.example:443'], '80'],
		['https://[2001:db8::7]', ['[2001:db8::7]', '[2001:DB8:0::7]:443'], '80']
	])('is %s by each of its spellings: %j', (address, spellings, otherPort) => {
		const own = { origin: new URL(address) };
		for (const host of spellings) expect(owns(host, own, fromThere), host).toBe(true);
		expect(owns(`${own.origin.hostname}:${otherPort}`, own)).toBe(false);
	});

	it('is any name of loopback where there is none', () => {
		for (const host of ['127.0.0.1:3000', 'localhost:3000', '[::1]:3000', 'localhost.:3000', 'LOCALHOST'])
			expect(owns(host, {}), host).toBe(true);
		for (const host of ['evil.example', '127.0.0.1.evil.example', '', '192.0.2.7']) expect(owns(host, {})).toBe(false);
		expect(owns('board.intern', { allowHttp: true }, fromThere)).toBe(true);
	});

	it('is none of loopback for whoever comes from elsewhere, or by a proxy', () => {
		expect(owns('localhost:3000', {}, fromThere)).toBe(false);
		expect(owns('localhost:3000', { trustProxy: 1 })).toBe(false);
		for (const name of ['x-forwarded-for', 'x-forwarded-proto', 'forwarded', 'via', 'x-real-ip'])
			expect(isOwnHost({ headers: { host: 'localhost:3000', [name]: 'x' }, socket: fromHere }, site({})), name).toBe(
				false
			);
	});
});

it('only what comes straight from this machine is on loopback', () => {
	const on = (remoteAddress: string | undefined, given: Partial<Site> = {}, headers: Asked['headers'] = {}) =>
		isOnLoopback({ socket: { remoteAddress }, headers }, site(given));
	for (const here of ['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1']) expect(on(here), here).toBe(true);
	for (const there of ['192.0.2.7', '10.0.0.1', '::ffff:10.0.0.1', '', undefined]) expect(on(there)).toBe(false);
	expect(on('127.0.0.1', { origin: new URL('http://localhost:3000') })).toBe(true);
	expect(on('127.0.0.1', { origin: new URL('https://jindu.example') })).toBe(false);
	expect(on('127.0.0.1', { trustProxy: 1 })).toBe(false);
	expect(on('127.0.0.1', {}, { 'x-forwarded-for': '' })).toBe(false);
});

it('says HSTS over https alone', () => {
	expect(edgeHeaders(true)['Strict-Transport-Security']).toContain('includeSubDomains');
	expect(edgeHeaders(false)).not.toHaveProperty('Strict-Transport-Security');
});

it('says the charset of text and of XML, once', () => {
	expect(withCharset('text/javascript')).toBe('text/javascript; charset=utf-8');
	expect(withCharset('image/svg+xml')).toBe('image/svg+xml; charset=utf-8');
	for (const type of [
		'text/html;charset=UTF-8',
		'application/json',
		'application/problem+json',
		'font/woff2',
		'image/png'
	])
		expect(withCharset(type)).toBe(type);
});
