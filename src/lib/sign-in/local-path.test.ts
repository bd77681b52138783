// A `next` parameter never leads away from the site.
import { describe, expect, it } from 'vitest';
import { localPath } from './local-path.ts';

describe('after signing in', () => {
	it.each(['/', '/work', '/ledger/funds?month=2019-09&page=2', '/review#reversals'])('one comes to %s', (path) => {
		expect(localPath(path)).toBe(path);
	});

	it.each([
		'https://elsewhere.example/',
		'//elsewhere.example/',
		'/\\elsewhere.example',
		'\\\\elsewhere.example',
		'/\t/elsewhere.example',
		'/.//elsewhere.example',
		'/work/..//elsewhere.example',
		'javascript:alert(1)',
		'work',
		'',
		null
	])('one is not led away by %j', (text) => {
		expect(localPath(text, '/home')).toBe('/home');
	});
});
