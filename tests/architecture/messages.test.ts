// Both languages say the same things: the same keys, with the same parameters.
import { globSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const locales = ['zh-CN', 'en'];
const features = [
	...new Set(globSync('messages/*.json', { cwd: root }).map((file) => basename(file).split('.')[0] ?? ''))
];

test.each(features)('%s has the same keys and parameters in both languages', (feature) => {
	const [chinese, english] = locales.map((locale) => parametersOf(feature, locale));
	expect(english).toEqual(chinese);
});

test.each(features)('the keys of %s begin with its name, and none is empty', (feature) => {
	const faults = locales.flatMap((locale) =>
		Object.entries(read(feature, locale)).filter(
			([key, text]) =>
				!(key === 'app_name' || key.startsWith(`${feature.replaceAll('-', '_')}_`)) ||
				JSON.stringify(text).replaceAll(/[[\]{}"\s]/g, '') === ''
		)
	);
	expect(faults).toEqual([]);
});

test('every file of messages is compiled', () => {
	const settings = JSON.parse(readFileSync(resolve(root, 'project.inlang/settings.json'), 'utf8')) as Record<
		string,
		{ pathPattern: string[] }
	>;
	const compiled =
		settings['plugin.inlang.messageFormat']?.pathPattern.map((path) => basename(path).split('.')[0] ?? '') ?? [];
	expect(features.filter((feature) => !compiled.includes(feature))).toEqual([]);
});

test('no key is in two files', () => {
	const keys = features.flatMap((feature) => Object.keys(read(feature, 'zh-CN')));
	expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
});

function parametersOf(feature: string, locale: string): Record<string, string[]> {
	return Object.fromEntries(
		Object.entries(read(feature, locale))
			.map(([key, text]) => [key, parameters(JSON.stringify(text))] as const)
			.sort(([a], [b]) => a.localeCompare(b))
	);
}

/** Names in braces; a plural's cases differ between languages, the values that they need do not. */
function parameters(text: string): string[] {
	return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))].sort();
}

function read(feature: string, locale: string): Record<string, unknown> {
	const { $schema: _, ...messages } = JSON.parse(
		readFileSync(resolve(root, `messages/${feature}.${locale}.json`), 'utf8')
	) as Record<string, unknown>;
	return messages;
}
