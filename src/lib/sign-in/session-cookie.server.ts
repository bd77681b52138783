// Sets the cookie of a session in an answer.
import type { Cookies } from '@sveltejs/kit';
import type { SessionCookie } from './sessions.server.ts';

export function setCookie(cookies: Cookies, cookie: SessionCookie): void {
	cookies.set(cookie.name, cookie.value, { path: '/', ...cookie.attributes });
}
