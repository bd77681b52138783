// `npm run messages`: compiles messages/*.json into typed functions, outside of a build.
import { compile } from '@inlang/paraglide-js';

const options = {
	project: './project.inlang',
	outdir: './src/lib/paraglide',
	// Programs may say it by Accept-Language: what that comes to, hooks.server.ts tells the runtime.
	strategy: ['cookie', 'custom-programs', 'baseLocale'],
	cookieName: 'locale'
} satisfies Parameters<typeof compile>[0];

/** A module a message, so that a page sends those that it shows: what is built. */
export const builtMessages = { ...options, outputStructure: 'message-modules' as const };
/** A module a language, so that programs read three files and not thousands: development, checks and tests. */
export const readMessages = { ...options, outputStructure: 'locale-modules' as const };

if (import.meta.main) await compile(readMessages);
