// Signs in to a running product as the login form does, and fetches pages and answers with the cookie.
import { ask } from './plain-http.ts';
import type { Account, RunningServer } from './server.ts';

export type Fetcher = (path: string) => Promise<Response>;

export async function signedIn(server: RunningServer, account: Account): Promise<Fetcher> {
	const cookie = await cookieOf(server, account);
	const { baseURL } = server;
	return (path) => fetch(new URL(path, baseURL), { redirect: 'manual', headers: { cookie, origin: baseURL } });
}

/**
 * The Cookie header of a new session.
 * @param from an address of this machine that is signed in from
 */
export async function cookieOf(
	{ baseURL }: RunningServer,
	{ username, password }: Account,
	from?: string
): Promise<string> {
	const answer = await ask(`${baseURL}/login`, {
		method: 'POST',
		headers: { origin: baseURL, 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams({ username, password }).toString(),
		...(from === undefined ? {} : { from })
	});
	if (answer.status !== 303) throw new Error(`signing in as ${username} was answered with ${answer.status}`);
	return answer.headers
		.getSetCookie()
		.map((one) => one.split(';')[0])
		.join('; ');
}
