// A second factor as its owner sets it up on the page of one's own: the app that makes the codes.
import { Secret, TOTP } from 'otpauth';
import { attack } from './attacker.ts';

const stepMs = 30_000;

/** Sets one up for who is signed in; answers the code of so many time steps from now. */
export async function setUpSecondFactor(
	baseURL: string,
	cookie: string,
	current: string
): Promise<(steps: number) => string> {
	const headers = { origin: baseURL, accept: 'text/html' };
	const page = '/me/second-factor';
	await attack(baseURL, `${page}?/begin`, { cookie, headers, form: { current } });
	const { text } = await attack(baseURL, page, { cookie });
	const secret = /<code[^>]*>([A-Z2-7 ]{16,})<\/code>/.exec(text)?.[1];
	if (secret === undefined) throw new Error('the page shows no secret');
	const app = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) });
	const codeOf = (steps: number) => app.generate({ timestamp: Date.now() + steps * stepMs });
	const confirmed = await attack(baseURL, `${page}?/confirm`, { cookie, headers, form: { code: codeOf(-1) } });
	if (confirmed.status !== 200) throw new Error(`the code was answered with ${confirmed.status}`);
	return codeOf;
}
