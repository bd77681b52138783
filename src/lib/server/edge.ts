// What the http server decides before a request reaches a page, a file or the sockets: whose address it is, and whether it asks for us.
import { isLoopback } from './loopback.ts';

/**
 * The address of a client behind so many proxies of ours. What a client claims by itself stands further left and counts for nothing.
 * @param remote address of the connection
 * @param forwarded the X-Forwarded-For header
 * @param proxies how many proxies of ours each request passes; 0: the header is not looked at
 */
export function clientAddress(remote: string, forwarded: string | undefined, proxies: number): string {
	if (proxies === 0) return remote;
	const hops = (forwarded ?? '')
		.split(',')
		.map((hop) => hop.trim())
		.filter((hop) => hop !== '');
	const claimed = hops.at(-proxies);
	return claimed !== undefined && /^[\da-fA-F.:]{2,45}$/.test(claimed) ? claimed : remote;
}

/**
 * Whether a request's Host is one of ours: a page must not be made for a name that somebody else points at us.
 * @param origin the public address; null on loopback, where every loopback name is fine
 */
export function isOwnHost(host: string | undefined, origin: URL | null, anyHost: boolean): boolean {
	if (host === undefined || !URL.canParse(`http://${host}`)) return false;
	if (origin) return host.toLowerCase() === origin.host;
	return anyHost || isLoopback(new URL(`http://${host}`).hostname);
}

/** On every answer, also of files and of the sockets' long polls; a page of the product says its own policy instead. */
export function edgeHeaders(https: boolean): Readonly<Record<string, string>> {
	return {
		'X-Content-Type-Options': 'nosniff',
		'Referrer-Policy': 'same-origin',
		'X-Frame-Options': 'DENY',
		'Cross-Origin-Opener-Policy': 'same-origin',
		'Cross-Origin-Resource-Policy': 'same-origin',
		'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
		'Content-Security-Policy': "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
		...(https ? { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' } : {})
	};
}

/** What may be asked at all. TRACE is none of it: it would send back what a browser hides from its pages. */
export const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** The type of an answer with the charset where its kind has one: text of all kinds and XML; JSON is UTF-8 by definition. */
export function withCharset(type: string): string {
	return /^(text\/|[^;]*[+/]xml\b)/i.test(type) && !/;\s*charset=/i.test(type) ? `${type}; charset=utf-8` : type;
}
