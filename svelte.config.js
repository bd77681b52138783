import { relative, sep } from 'node:path';
import nodeAdapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

const adapter = nodeAdapter({ precompress: true });

/**
 * The adapter looks for its own files by a pattern that it makes of their folder's whole path, in which brackets and braces
 * mean something else than themselves: from here on the path has none.
 * @type {import('@sveltejs/kit').Adapter['adapt']}
 */
const adapt = (builder) =>
	adapter.adapt({
		...builder,
		getBuildDirectory: (name) => `./${relative('.', builder.getBuildDirectory(name)).replaceAll(sep, '/')}`
	});

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	kit: {
		adapter: { ...adapter, adapt },
		// Always at the root of its host; a relative way up would grow with the address, once for each script of a page.
		paths: { relative: false },
		// One set of types for all: what the linter has to guess the project of, it reads with the wrong types.
		typescript: {
			config: (config) => {
				config.include.push('../*.config.ts', '../bench/**/*.ts', '../scripts/**/*.ts', '../scripts/**/*.mjs');
			}
		},
		// One rule for pages, REST and sockets, in hooks.server.ts: Kit's own would refuse programs, which send no Origin.
		csrf: { trustedOrigins: ['*'] },
		csp: {
			mode: 'nonce',
			directives: {
				'default-src': ['self'],
				'script-src': ['self'],
				'style-src': ['self'],
				// The one style attribute of a page: Kit's own announcer of page changes for screen readers.
				'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
				'img-src': ['self', 'data:'],
				// With the sockets of the host that is asked: content-policy.ts.
				'connect-src': ['self'],
				'object-src': ['none'],
				'base-uri': ['none'],
				'form-action': ['self'],
				'frame-ancestors': ['none']
			}
		}
	}
};
