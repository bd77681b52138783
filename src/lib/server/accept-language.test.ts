// Accept-Language as programs and browsers send it.
import { expect, it } from 'vitest';
import { acceptedLocale } from './accept-language.ts';

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
