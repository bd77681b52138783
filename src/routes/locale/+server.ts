// Changes the language of the pages for this browser, and goes back to where one was.
import { redirect } from '@sveltejs/kit';
import { localPath } from '#lib/sign-in/local-path.ts';
import { cookieName, isLocale } from '#lib/paraglide/runtime.js';
import { readFields } from '#lib/http/form.server.ts';
import type { RequestHandler } from './$types';

const yearInSeconds = 365 * 24 * 60 * 60;

export const POST: RequestHandler = async ({ request, cookies, url }) => {
	const fields = await readFields(request);
	const locale = fields.get('locale');
	// The pages' scripts read it too.
	const options = { path: '/', maxAge: yearInSeconds, sameSite: 'lax', httpOnly: false } as const;
	if (isLocale(locale)) cookies.set(cookieName, locale, { ...options, secure: url.protocol === 'https:' });
	const next = fields.get('next');
	redirect(303, localPath(typeof next === 'string' ? next : null));
};
