// The names that frames carry as `touches`, letter by letter: programs outside and open pages know them.
import { expect, it } from 'vitest';
import { invalidated, invalidatedThings, invalidationPattern, liveName } from './invalidations.ts';

it('[R267] what a write invalidates has the names that it always had', () => {
	expect([...invalidatedThings].sort()).toEqual([
		...['accounts', 'audit', 'day', 'jobs', 'plan', 'plan-records', 'policy', 'review', 'roles', 'sample-activity'],
		...['sessions', 'settings', 'stages', 'tokens', 'units']
	]);
	expect([
		invalidated.ledger('transactions'),
		invalidated.register('pools'),
		invalidated.unit('cixi'),
		invalidated.work('cixi'),
		invalidated.share('2.3/cixi'),
		invalidated.task('2.3'),
		invalidated.gate('build')
	]).toEqual([
		'ledger:transactions',
		'register:pools',
		'unit:cixi',
		'work:cixi',
		'share:2.3/cixi',
		'task:2.3',
		'gate:build'
	]);
});

it('every name is of the pattern that the API tells', () => {
	const pattern = new RegExp(invalidationPattern);
	for (const name of Object.values(invalidated)) expect(typeof name === 'string' ? name : name('x')).toMatch(pattern);
	expect('ledger:').not.toMatch(pattern);
	expect('weather').not.toMatch(pattern);
	expect(liveName(invalidated.unit('cixi'))).toBe('live:unit:cixi');
});
