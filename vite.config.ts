import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';

/** The development server's http server is kept where hooks.server.ts finds it at its first request. */
function socketsInDevelopment(): Plugin {
	return {
		name: 'jindu-sockets',
		configureServer(server) {
			Reflect.set(globalThis, Symbol.for('jindu.development-server'), server.httpServer);
		}
	};
}

export default defineConfig({
	plugins: [
		paraglideVitePlugin({
			project: './project.inlang',
			outdir: './src/lib/paraglide',
			strategy: ['cookie', 'baseLocale'],
			cookieName: 'locale'
		}),
		sveltekit(),
		socketsInDevelopment()
	]
});
