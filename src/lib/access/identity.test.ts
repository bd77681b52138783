// Whom a request is taken for, by what it says of itself and where.
import { describe, expect, it } from 'vitest';
import { identityOf } from './identity.ts';

const api = '/api/v1/plan';
const page = '/(app)/admin/accounts';
const odd = ['', 'x', 'Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a b', 'Bearer a.b, Basic YTpi', ' Bearer a'];

describe('at the API', () => {
	it('is a session, a token or nobody', () => {
		expect(identityOf({ place: api, authorization: null, cookie: 'a.b' })).toMatchObject({
			value: { by: 'session', cookie: 'a.b' }
		});
		// The scheme's name is the same in any case.
		for (const authorization of ['Bearer a.b', 'bearer a.b', 'BEARER a.b'])
			expect(identityOf({ place: api, authorization, cookie: undefined })).toMatchObject({
				value: { by: 'token', token: 'a.b' }
			});
		expect(identityOf({ place: api, authorization: null, cookie: undefined })).toMatchObject({
			value: { by: 'nobody' }
		});
	});

	it('is never two, and nothing that is no token', () => {
		for (const cookie of ['a.b', ''])
			expect(identityOf({ place: api, authorization: 'Bearer a.b', cookie })).toMatchObject({ kind: 'two_identities' });
		for (const authorization of odd)
			for (const cookie of ['a.b', undefined])
				expect(identityOf({ place: api, authorization, cookie }), authorization).toMatchObject({
					kind: 'unauthenticated'
				});
	});
});

it('on a page it is what it is without the header', () => {
	for (const authorization of [null, 'Bearer a.b', ...odd])
		for (const place of [page, '/', '/session/seen', '/apiary']) {
			expect(identityOf({ place, authorization, cookie: 'a.b' })).toMatchObject({ value: { by: 'session' } });
			expect(identityOf({ place, authorization, cookie: undefined })).toMatchObject({ value: { by: 'nobody' } });
		}
});
