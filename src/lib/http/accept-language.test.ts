// Accept-Language as programs and browsers send it.
import { expect, it } from 'vitest';
import { acceptedLocale, localeOfProgram } from './accept-language.ts';

it.each([
	[null, undefined],
	['', undefined],
	['en', 'en'],
	['EN-gb,en;q=0.9', 'en'],
	['zh', 'zh-CN'],
	['zh-TW, en;q=0.5', 'zh-CN'],
	['fr, en;q=0.5, zh;q=0.8', 'zh-CN'],
	['zh;q=0, en;q=0.1', 'en'],
	['fr', undefined],
	['fr, *;q=0.1', 'zh-CN'],
	['en;q=x', undefined],
	[';;,,q=1', undefined]
])('[R266] %s is answered in %s', (header, locale) => {
	expect(acceptedLocale(header)).toBe(locale);
});

it.each([
	['/api/v1/plan', { 'accept-language': 'en' }, 'en'],
	['/api/v1/plan', { 'accept-language': 'en', cookie: 'a=b; locale=zh-CN' }, undefined],
	['/api/v1/plan', { 'accept-language': 'en', cookie: 'locale=xx' }, 'en'],
	['/overview', { 'accept-language': 'en' }, undefined]
])('[R266] %s with %j is asked for in %s', (path, headers, locale) => {
	expect(localeOfProgram(new Request(`http://localhost${path}`, { headers }))).toBe(locale);
});
