// Where a request may come from: our own pages, or programs, which send neither Origin nor Sec-Fetch-Site.
import type { IncomingHttpHeaders } from 'node:http';
import { hostIn, isLoopback } from './host.ts';

/**
 * Whether a browser's request comes from our own pages.
 * @param origin the configured public address; null on loopback, where Origin must name the Host that was asked
 * @param anyHost plain http was allowed outside loopback without a public address: any Host that was asked will do
 */
export function isOwnOrigin(
	headers: Pick<IncomingHttpHeaders, 'origin' | 'host'> & { readonly 'sec-fetch-site'?: string | string[] | undefined },
	origin: URL | null,
	anyHost = false
): boolean {
	const site = headers['sec-fetch-site'];
	if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
	if (headers.origin === undefined) return true;
	if (!URL.canParse(headers.origin)) return false;
	const from = new URL(headers.origin);
	const host = hostIn(from.host, from.protocol);
	if (!host || !/^https?:$/.test(from.protocol)) return false;
	if (origin) return from.protocol === origin.protocol && host.name === hostIn(origin.host, origin.protocol)?.name;
	return host.name === hostIn(headers.host, from.protocol)?.name && (anyHost || isLoopback(host.hostname));
}
