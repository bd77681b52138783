// A page connects to its own host alone, by requests and by sockets.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withOwnSockets } from './content-policy.ts';

const policy = "default-src 'self'; connect-src 'self'; object-src 'none'";
const at = (address: string) => withOwnSockets(policy, new URL(address));

it('names the sockets of the host by which the page is seen', () => {
	expect(at('https://jindu.example/overview')).toContain("connect-src 'self' wss://jindu.example;");
	expect(at('https://jindu.example:8443/')).toContain("connect-src 'self' wss://jindu.example:8443;");
	expect(at('http://127.0.0.1:3000/')).toContain("connect-src 'self' ws://127.0.0.1:3000;");
	expect(at('http://[::1]:3000/')).toContain("connect-src 'self' ws://[::1]:3000;");
});

it('takes no other directive from a host, whatever it is called', () => {
	fc.assert(
		fc.property(fc.string(), (host) => {
			fc.pre(URL.canParse(`http://${host}`));
			expect(at(`http://${host}`).split(';')).toHaveLength(policy.split(';').length);
		})
	);
	expect(at('http://a;script-src/')).toBe(policy);
});
