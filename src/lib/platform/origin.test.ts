// Where a browser's request may come from.
import { describe, expect, it } from 'vitest';
import { isOwnOrigin } from './origin.server.ts';

const site = 'sec-fetch-site';

describe('on loopback, where the public address is not set', () => {
	it.each([
		['a program', { host: '127.0.0.1:3000' }, true],
		['our page', { host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000' }, true],
		['our page by another name of this machine', { host: 'localhost:3000', origin: 'http://localhost:3000' }, true],
		['our page over IPv6', { host: '[::1]:3000', origin: 'http://[::1]:3000' }, true],
		['our page by a name with a dot', { host: 'localhost.:3000', origin: 'http://localhost.:3000' }, true],
		['our page at the default port', { host: 'localhost:80', origin: 'http://localhost' }, true],
		['a page of another port', { host: '127.0.0.1:3000', origin: 'http://127.0.0.1:4000' }, false],
		['a page by another name than was asked', { host: '127.0.0.1:3000', origin: 'http://localhost:3000' }, false],
		['a foreign page', { host: '127.0.0.1:3000', origin: 'https://example.com' }, false],
		['a foreign page whose name leads here', { host: 'evil.example:3000', origin: 'http://evil.example:3000' }, false],
		['a page in a sandbox', { host: '127.0.0.1:3000', origin: 'null' }, false],
		['a page of nowhere', { host: '127.0.0.1:3000', origin: '' }, false],
		['our page, as the browser says', { host: 'a', [site]: 'same-origin' }, true],
		['the address line', { host: 'a', [site]: 'none' }, true],
		['a page beside ours', { host: 'a', [site]: 'same-site' }, false],
		['a foreign page without Origin', { host: 'a', [site]: 'cross-site' }, false],
		[
			'a page that says two things',
			{ host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000', [site]: 'cross-site' },
			false
		]
	])('%s: %j', (_, headers, own) => {
		expect(isOwnOrigin(headers, null)).toBe(own);
	});
});

describe('behind a public address', () => {
	const address = new URL('https://jindu.example');
	it.each([
		['our page', { host: 'internal:3000', origin: 'https://jindu.example' }, true],
		['our page by another spelling', { host: 'jindu.example:443', origin: 'https://JINDU.example.:443' }, true],
		['an extension of the browser', { host: 'jindu.example', origin: 'chrome-extension://jindu.example' }, false],
		['our page over http', { host: 'internal:3000', origin: 'http://jindu.example' }, false],
		['our name on another port', { host: 'internal:3000', origin: 'https://jindu.example:8443' }, false],
		['a name that begins like ours', { host: 'internal:3000', origin: 'https://jindu.example.evil.example' }, false],
		['loopback', { host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000' }, false],
		['a program', { host: 'internal:3000' }, true]
	])('%s: %j', (_, headers, own) => {
		expect(isOwnOrigin(headers, address)).toBe(own);
	});
});
