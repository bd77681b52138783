// What the http server refuses before anything else looks at it.
import { expect, it } from 'vitest';
import { isApiPath } from '#lib/protocol/api-path.ts';
import { brokenRequest, earlyRefusal, longestTarget, targetOf } from './early-refusal.ts';

const code = (asked: { method?: string; url?: string }, isOwn = true) => earlyRefusal(asked, isOwn)?.faults[0]?.code;

it('refuses foreign hosts, unknown methods, addresses that are too long, and the scripts of API routes', () => {
	expect(code({ method: 'GET', url: '/' })).toBeUndefined();
	expect(code({ method: 'GET', url: '/' }, false)).toBe('foreign_host');
	expect(code({ method: 'TRACE', url: '/' })).toBe('method_not_allowed');
	expect(code({ method: 'GET', url: `/${'x'.repeat(longestTarget - 1)}` })).toBeUndefined();
	expect(code({ method: 'GET', url: `/${'x'.repeat(longestTarget)}` })).toBe('address_too_long');
	expect(code({ method: 'GET', url: '/api/v1/plan/__route.js?x' })).toBe('unknown_path');
	expect(code({ method: 'GET', url: '/overview/__route.js' })).toBeUndefined();
});

it('knows where programs are answered', () => {
	for (const path of ['/api', '/api/', '/api?x', '/api/v1/plan']) expect(isApiPath(path)).toBe(true);
	for (const path of ['/', '/apis', '/x/api/', '/overview?/api/']) expect(isApiPath(path)).toBe(false);
});

it('sees what broken bytes asked for, as far as it can', () => {
	expect(targetOf(Buffer.from('POST /api/v1/cases HTTP/1.1\r\n'))).toBe('/api/v1/cases');
	for (const bytes of [undefined, Buffer.from([]), Buffer.from([0x16, 0x03, 0x01]), Buffer.from('GET x')])
		expect(targetOf(bytes)).toBe('/');
	expect(brokenRequest('HPE_HEADER_OVERFLOW').kind).toBe('head_too_long');
	expect(brokenRequest('ERR_HTTP_REQUEST_TIMEOUT').kind).toBe('too_slow');
	expect(brokenRequest('HPE_INVALID_METHOD').kind).toBe('malformed');
	expect(brokenRequest(undefined).kind).toBe('malformed');
});
