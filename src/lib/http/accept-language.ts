// The language that a program asks for by Accept-Language.
import { baseLocale, cookieName, isLocale, locales, type Locale } from '#lib/paraglide/runtime.js';
import { isApiPath } from '#lib/protocol/api-path.ts';

/** The language of a request of the API that has none by cookie; undefined for pages, whose people choose theirs (R266). */
export function localeOfProgram(request: Request | undefined): Locale | undefined {
	if (!request || !isApiPath(new URL(request.url).pathname)) return undefined;
	const cookies = request.headers.get('cookie')?.split(';') ?? [];
	const chosen = cookies.map((cookie) => cookie.trim()).find((cookie) => cookie.startsWith(`${cookieName}=`));
	// The runtime asks us before it looks at the cookie.
	return isLocale(chosen?.slice(cookieName.length + 1))
		? undefined
		: acceptedLocale(request.headers.get('accept-language'));
}

/**
 * The language that is wanted most among ours; undefined where none of them is wanted. A language counts whatever its region: "zh"
 * and "zh-TW" are answered in the Chinese that there is.
 */
export function acceptedLocale(header: string | null): Locale | undefined {
	const wanted = (header ?? '').split(',').map((range) => {
		const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
		const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
		return { tag, quality: quality === undefined ? 1 : Number(quality) };
	});
	const ranked = wanted.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality);
	for (const { tag } of ranked) {
		if (tag === '*') return baseLocale;
		const locale = locales.find((own) => language(own) === language(tag));
		if (locale) return locale;
	}
	return undefined;
}

function language(tag: string): string {
	return tag.split('-', 1)[0] ?? '';
}
