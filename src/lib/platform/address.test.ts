// Addresses as proxies and connections write them, and what limits count them by.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLoopbackAddress, networkOf, readAddress } from './address.ts';

describe('an address', () => {
	it.each([
		['192.0.2.7', '192.0.2.7'],
		['192.0.2.7:40001', '192.0.2.7'],
		['"192.0.2.7:40001"', '192.0.2.7'],
		[' 192.0.2.7 ', '192.0.2.7'],
		['::ffff:192.0.2.7', '192.0.2.7'],
		['::FFFF:C000:207', '192.0.2.7'],
		['[::ffff:192.0.2.7]:40001', '192.0.2.7'],
		['2001:db8::7', '2001:db8::7'],
		['2001:DB8:0:0:0:0:0:7', '2001:db8::7'],
		['[2001:db8::7]', '2001:db8::7'],
		['[2001:db8::7]:40001', '2001:db8::7'],
		['"[2001:db8::7]:40001"', '2001:db8::7'],
		['fe80::1%eth0', 'fe80::1'],
		['[fe80::1%25eth0]:40001', 'fe80::1']
	])('%s is %s', (text, read) => {
		expect(readAddress(text)).toBe(read);
	});

	it.each([
		'',
		'unknown',
		'_hidden',
		'192.0.2',
		'192.0.2.256',
		'192.0.2.07',
		'0x7f.1',
		'2130706433',
		'192.0.2.7:',
		'192.0.2.7:123456',
		'192.0.2.7, 192.0.2.8',
		'[192.0.2.7]:80',
		'[2001:db8::7',
		'2001:db8::7]',
		'1::2::3',
		'<script>'
	])('%j is none', (text) => {
		expect(readAddress(text)).toBeNull();
	});

	it('read once is written as it will be read again', () => {
		fc.assert(
			fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
				const read = readAddress(text);
				expect(read).not.toBeNull();
				expect(readAddress(read ?? '')).toBe(read);
			})
		);
	});
});

describe('what counts an address', () => {
	it('is itself for IPv4, the /64 for IPv6', () => {
		expect(networkOf('192.0.2.7')).toBe('192.0.2.7');
		expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
		expect(networkOf('2001:db8:1:2::1')).toBe('2001:db8:1:2::/64');
		expect(networkOf('2001:db8:1:3::1')).toBe('2001:db8:1:3::/64');
		expect(networkOf('')).toBe('');
	});
});

it('loopback is this machine and nothing that only looks like it', () => {
	for (const here of ['127.0.0.1', '127.8.9.10', '::1', '[::1]', '::ffff:127.0.0.1'])
		expect(isLoopbackAddress(here)).toBe(true);
	for (const there of ['0.0.0.0', '::', '128.0.0.1', '192.0.2.7', '::2', '', 'localhost'])
		expect(isLoopbackAddress(there)).toBe(false);
});
