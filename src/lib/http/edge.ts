// What the http server decides before a request reaches a page, a file or the sockets: whose address it is, and whether it asks for us.
import { isLoopbackAddress, readAddress } from '#lib/platform/address.ts';
import { hostIn, isLoopback } from '#lib/platform/host.ts';

/** How we are reached, as the configuration says. */
export interface Site {
	/** The public address; null on loopback, where every loopback name is fine. */
	readonly origin: URL | null;
	/** Plain http was allowed outside loopback. */
	readonly allowHttp: boolean;
	/** How many proxies of ours each request passes; 0: what is said of the way here counts for nothing. */
	readonly trustProxy: number;
}

/** A request as it came in. */
export interface Asked {
	readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
	readonly socket: { readonly remoteAddress?: string | undefined };
}

/** The address of a client behind our proxies. What a client claims by itself stands further left and counts for nothing. */
export function clientAddress({ headers, socket }: Asked, { trustProxy }: Pick<Site, 'trustProxy'>): string {
	const remote = socket.remoteAddress ?? '';
	const hops = String(headers['x-forwarded-for'] ?? '')
		.split(',')
		.filter((hop) => hop.trim() !== '');
	const claimed = trustProxy === 0 ? undefined : hops.at(-trustProxy);
	return readAddress(claimed ?? '') ?? readAddress(remote) ?? remote;
}

/** Whether a request's Host is one of ours: a page must not be made for a name that somebody else points at us. */
export function isOwnHost(asked: Asked, site: Site): boolean {
	const { origin, allowHttp } = site;
	const said = asked.headers['host'];
	const host = typeof said === 'string' ? hostIn(said, origin?.protocol ?? 'http:') : null;
	if (host === null) return false;
	if (origin) return host.name === hostIn(origin.host, origin.protocol)?.name;
	return allowHttp || (isOnLoopback(asked, site) && isLoopback(host.hostname));
}

/** Whether a request was made on this very machine, by no way round: what is not protected from the network is for these alone. */
export function isOnLoopback({ headers, socket }: Asked, { origin, trustProxy }: Site): boolean {
	return (
		trustProxy === 0 &&
		(origin === null || isLoopback(origin.hostname)) &&
		isLoopbackAddress(socket.remoteAddress ?? '') &&
		forwardingHeaders.every((name) => headers[name] === undefined)
	);
}

/** What a proxy says of whom it asks for. */
const forwardingHeaders = [
	'forwarded',
	'via',
	'x-forwarded-for',
	'x-forwarded-host',
	'x-forwarded-port',
	'x-forwarded-proto',
	'x-real-ip'
] as const;

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
