// Host names: spellings of one, and those of this machine.
import { expect, it } from 'vitest';
import { hostIn, isLoopback } from './host.ts';

it('a host has one name for all its spellings', () => {
	for (const header of ['jindu.example', 'JINDU.example', 'jindu.example.', 'jindu.example:443', 'jindu.example.:443'])
		expect(hostIn(header, 'https:')?.name).toBe('jindu.example');
	expect(hostIn('jindu.example:80', 'https:')?.name).toBe('jindu.example:80');
	expect(hostIn('[2001:DB8::7]:80', 'http:')).toEqual({ hostname: '[2001:db8::7]', name: '[2001:db8::7]' });
});

it('what is more than a host is none', () => {
	for (const header of [undefined, '', 'a b', 'a/b', 'a?b', 'a#b', 'user@a', 'a\\b', 'a%2fb', 'a:port', 'a:99999'])
		expect(hostIn(header, 'http:'), header).toBeNull();
});

it('loopback is this machine and nothing that only looks like it', () => {
	for (const host of ['localhost', 'LOCALHOST.', '127.0.0.1', '127.8.9.10', '::1', '[::1]', 'jindu.localhost'])
		expect(isLoopback(host)).toBe(true);
	for (const host of ['0.0.0.0', '128.0.0.1', '127.0.0.1.example', 'localhost.example', '', '1127.0.0.1'])
		expect(isLoopback(host)).toBe(false);
});
