// Changes the theme of the pages for this browser where no script does it, and goes back to where one was.
import { redirect } from '@sveltejs/kit';
import { localPath } from '#lib/sign-in/local-path.ts';
import { readFields } from '#lib/http/form.server.ts';
import { isTheme, themeCookie, themeSeconds } from '#lib/ui/theme.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ request, cookies, url }) => {
	const fields = await readFields(request);
	const theme = fields.get('theme');
	// The pages' scripts write it too.
	const options = { path: '/', maxAge: themeSeconds, sameSite: 'lax', httpOnly: false } as const;
	if (isTheme(theme)) cookies.set(themeCookie, theme, { ...options, secure: url.protocol === 'https:' });
	const next = fields.get('next');
	redirect(303, localPath(typeof next === 'string' ? next : null));
};
