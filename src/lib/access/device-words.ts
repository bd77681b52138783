// What somebody signed in with, in plain words: the browser and the system that it says it runs on.
import { m } from '#lib/paraglide/messages.js';

/** The first that is found counts: browsers also name those that they want to be taken for. */
const browsers: readonly (readonly [mark: RegExp, name: string])[] = [
	[/MicroMessenger\//, '微信 WeChat'],
	[/QQBrowser\//, 'QQ'],
	[/\bEdgA?\//, 'Edge'],
	[/\bOPR\//, 'Opera'],
	[/\b(Firefox|FxiOS)\//, 'Firefox'],
	[/\b(Chrome|CriOS|Chromium)\//, 'Chrome'],
	[/\bSafari\//, 'Safari']
];
const systems: readonly (readonly [mark: RegExp, name: string])[] = [
	[/HarmonyOS|OpenHarmony/, 'HarmonyOS'],
	[/Android/, 'Android'],
	[/iPhone|iPad/, 'iOS'],
	[/Windows/, 'Windows'],
	[/Mac OS X|Macintosh/, 'macOS'],
	[/Linux|X11/, 'Linux']
];

/** "Chrome, Windows"; what is no browser that we know is a program, which may say whatever it likes of itself. */
export function deviceWords(agent: string | null): string {
	const named = (known: typeof browsers) => known.find(([mark]) => mark.test(agent ?? ''))?.[1];
	const [browser, system] = [named(browsers), named(systems)];
	if (browser === undefined) return system === undefined ? m.access_device_program() : system;
	return system === undefined ? browser : m.access_device({ browser, system });
}
