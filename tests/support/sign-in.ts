// Signs in to a running product as the login form does, and fetches pages and answers with the cookie.
import type { Account, RunningServer } from './server.ts';

export type Fetcher = (path: string) => Promise<Response>;

export async function signedIn({ baseURL }: RunningServer, { username, password }: Account): Promise<Fetcher> {
	const answer = await fetch(`${baseURL}/login`, {
		method: 'POST',
		redirect: 'manual',
		headers: { origin: baseURL },
		body: new URLSearchParams({ username, password })
	});
	if (answer.status !== 303) throw new Error(`signing in as ${username} was answered with ${answer.status}`);
	const cookie = answer.headers
		.getSetCookie()
		.map((one) => one.split(';')[0])
		.join('; ');
	return (path) => fetch(new URL(path, baseURL), { redirect: 'manual', headers: { cookie, origin: baseURL } });
}
