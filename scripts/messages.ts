// `npm run messages`: compiles messages/*.json into typed functions, outside of a build.
import { compile } from '@inlang/paraglide-js';

/** What the Vite plugin is given too, so that both write the same files. */
export const messagesOptions = {
	project: './project.inlang',
	outdir: './src/lib/paraglide',
	strategy: ['cookie', 'baseLocale'],
	cookieName: 'locale'
} satisfies Parameters<typeof compile>[0];

if (import.meta.main) await compile(messagesOptions);
