// The edge: no client can choose its own address, and no foreign name is answered.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientAddress, edgeHeaders, isOwnHost, withCharset } from './edge.ts';

describe('the address of a client', () => {
	it('is that of the connection where no proxy is trusted, whatever the header says', () => {
		fc.assert(fc.property(fc.string(), (header) => clientAddress('10.0.0.9', header, 0) === '10.0.0.9'));
	});

	it('is what the proxy before ours saw, whatever the client put in front', () => {
		fc.assert(
			fc.property(fc.array(fc.stringMatching(/^[^,]*$/)), fc.integer({ min: 1, max: 3 }), (claims, proxies) => {
				const ours = ['192.0.2.7', ...Array.from({ length: proxies - 1 }, (_, index) => `10.0.0.${index + 1}`)];
				return clientAddress('10.0.0.9', [...claims, ...ours].join(', '), proxies) === '192.0.2.7';
			})
		);
	});

	it('is that of the connection where the header is missing, too short or no address', () => {
		expect(clientAddress('10.0.0.9', undefined, 1)).toBe('10.0.0.9');
		expect(clientAddress('10.0.0.9', '192.0.2.7', 2)).toBe('10.0.0.9');
		expect(clientAddress('10.0.0.9', '<script>', 1)).toBe('10.0.0.9');
		expect(clientAddress('10.0.0.9', '2001:db8::7', 1)).toBe('2001:db8::7');
	});
});

describe('the host that is asked', () => {
	const origin = new URL('https://jindu.example:8443');

	it('is that of the public address alone', () => {
		expect(isOwnHost('jindu.example:8443', origin, false)).toBe(true);
		expect(isOwnHost('JINDU.example:8443', origin, false)).toBe(true);
		for (const host of [
			'jindu.example',
			'evil.example',
			'127.0.0.1:3000',
			undefined,
			'jindu.example:8443@evil.example'
		])
			expect(isOwnHost(host, origin, false)).toBe(false);
	});

	it('is any name of loopback where there is none', () => {
		for (const host of ['127.0.0.1:3000', 'localhost:3000', '[::1]:3000'])
			expect(isOwnHost(host, null, false)).toBe(true);
		for (const host of ['evil.example', '127.0.0.1.evil.example', '', '192.0.2.7'])
			expect(isOwnHost(host, null, false)).toBe(false);
		expect(isOwnHost('board.intern', null, true)).toBe(true);
	});
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
