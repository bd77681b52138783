// Network addresses as connections and headers name them: read, written in one way, and counted by network.
import ipaddr from 'ipaddr.js';

/**
 * The address that a text names, in the one way in which it is logged and compared: without port, quotes, brackets and zone,
 * and as IPv4 where it is one that came as IPv6. Null where the text names none.
 */
export function readAddress(text: string): string | null {
	const unquoted = text.trim().replace(/^"(.*)"$/, '$1');
	const [, inBrackets] = /^\[([^[\]]+)\](?::\d{1,5})?$/.exec(unquoted) ?? [];
	if (inBrackets !== undefined) return readIPv6(inBrackets);
	const [, beforePort] = /^([\d.]+):\d{1,5}$/.exec(unquoted) ?? [];
	const bare = beforePort ?? unquoted;
	return ipaddr.IPv4.isValidFourPartDecimal(bare) ? bare : readIPv6(bare);
}

/**
 * What limits count an address by: itself, or the /64 of an IPv6 address, all of which one line has.
 * @param address as `readAddress` gives it; what is none stands for itself
 */
export function networkOf(address: string): string {
	if (!ipaddr.IPv6.isValid(address)) return address;
	return `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/64`).toRFC5952String()}/64`;
}

export function isLoopbackAddress(address: string): boolean {
	const read = readAddress(address);
	return read !== null && ipaddr.parse(read).range() === 'loopback';
}

function readIPv6(text: string): string | null {
	const bare = text.replace(/%.*$/, '');
	if (!ipaddr.IPv6.isValid(bare)) return null;
	const read = ipaddr.IPv6.parse(bare);
	return read.isIPv4MappedAddress() ? read.toIPv4Address().toString() : read.toRFC5952String();
}
