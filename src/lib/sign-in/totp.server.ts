// Codes of an authenticator app (RFC 6238): SHA-1, six digits, thirty seconds, one step of slack either way.
import { Secret, TOTP } from 'otpauth';

const parameters = { issuer: 'Jindu', algorithm: 'SHA1', digits: 6, period: 30 } as const;
const slack = 1;

/** 160 random bits, in base32. */
export function newTotpSecret(): string {
	return new Secret({ size: 20 }).base32;
}

/** What the QR code says to the app. */
export function totpAddress(secret: string, username: string): string {
	return totpOf(secret, username).toString();
}

/** The time step that a code is of, or null where it is of none near the instant. */
export function stepOfCode(secret: string, code: string, at: Date): number | null {
	const totp = totpOf(secret);
	const delta = totp.validate({ token: code, timestamp: at.getTime(), window: slack });
	return delta === null ? null : totp.counter({ timestamp: at.getTime() }) + delta;
}

function totpOf(secret: string, label = ''): TOTP {
	return new TOTP({ ...parameters, label, secret: Secret.fromBase32(secret) });
}
