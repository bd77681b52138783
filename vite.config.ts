import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';
import { builtMessages, readMessages } from './scripts/messages.ts';

/** The development server's http server is kept where hooks.server.ts finds it at its first request. */
function socketsInDevelopment(): Plugin {
	return {
		name: 'jindu-sockets',
		configureServer(server) {
			Reflect.set(globalThis, Symbol.for('jindu.development-server'), server.httpServer);
		}
	};
}

/** A word that pages share would be a file of its own, a hundred for some pages: those of a feature come together. */
const sharedWords = {
	test: /[\\/]paraglide[\\/]messages[\\/]/,
	name: (id: string) => `words-${/messages[\\/]([a-z]+)/.exec(id)?.[1] ?? 'all'}`,
	minShareCount: 2
};

export default defineConfig(({ command }) => ({
	// Node reads the manifest of a package anew for each of its modules, and drizzle's names thousands: a second of every start.
	ssr: { noExternal: ['drizzle-orm'] },
	build: { rolldownOptions: { output: { codeSplitting: { groups: [sharedWords] } } } },
	plugins: [
		paraglideVitePlugin(command === 'build' ? builtMessages : readMessages),
		sveltekit(),
		socketsInDevelopment()
	]
}));
