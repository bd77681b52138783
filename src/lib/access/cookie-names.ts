// What the cookies of an installation are called: a browser keeps those of all ports of a host together, and two installations may share one.

export interface CookieNames {
	/** False only on loopback http and with ALLOW_HTTP. */
	readonly secure: boolean;
	readonly session: string;
	/** Between the right password and the right code. */
	readonly step: string;
}

/** @param installation the installation key's name */
export function cookieNames(secure: boolean, installation: string): CookieNames {
	const prefix = secure ? '__Host-' : '';
	return { secure, session: `${prefix}sid-${installation}`, step: `${prefix}sid-step-${installation}` };
}
