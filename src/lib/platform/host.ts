// Host names: which are the same, and which stay on this machine.
import { isLoopbackAddress } from './address.ts';

export interface Host {
	readonly hostname: string;
	/** Name and port in the one way in which two are compared: lower case, no trailing dot, the default port left out. */
	readonly name: string;
}

/**
 * What a Host header names; null where it names none.
 * @param protocol by which it is asked: `https:` leaves :443 out, `http:` :80
 */
export function hostIn(header: string | undefined, protocol: string): Host | null {
	if (header === undefined || /[\s/?#@\\%]/.test(header) || !URL.canParse(`${protocol}//${header}`)) return null;
	const { hostname, port } = new URL(`${protocol}//${header}`);
	const bare = hostname.replace(/\.$/, '');
	return { hostname: bare, name: port === '' ? bare : `${bare}:${port}` };
}

/** Whether a name or an address is one of this machine's own, which nobody else reaches. */
export function isLoopback(host: string): boolean {
	const name = host.toLowerCase().replace(/\.$/, '');
	return name === 'localhost' || name.endsWith('.localhost') || isLoopbackAddress(name);
}
