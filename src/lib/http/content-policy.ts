// What a page may connect to: its own host, by requests and by sockets. Kit writes the rest of the policy (svelte.config.js).

/**
 * A page's policy with the sockets of its own host: 'self' covers them in present browsers, in Safari before 15.4 it does not.
 * @param policy Kit's, without them
 * @param site the address by which the page is seen
 */
export function withOwnSockets(policy: string, { protocol, host }: URL): string {
	// A host may hold signs that end a directive; the browser that asks for such a one does without.
	if (!/^[\w.-]+(:\d+)?$|^\[[\da-f:.]+\](:\d+)?$/i.test(host)) return policy;
	const sockets = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}`;
	return policy.replace("connect-src 'self'", `connect-src 'self' ${sockets}`);
}
