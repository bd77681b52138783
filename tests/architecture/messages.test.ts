// Both languages say the same things: the same keys, with the same parameters.
import { globSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

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

describe('[R279] Chinese text', () => {
	const han = String.raw`\p{Script=Han}`;
	const half = new RegExp(`[${han}}”’）][,;:!?(]|[,;:!?)][${han}{“‘（]|\\([^()]*${han}|${han}[^()]*\\)|"`, 'u');
	/** Spaces stand between Chinese and letters, digits or parameters, not between Chinese and Chinese. */
	const stray = new RegExp(`${han} +${han}|[，。；：！？（）“”、] | [，。；：！？（）”、]`, 'u');
	/** An English sentence within, such as a name of a setting, keeps its own marks. */
	const wrong = (text: string) => half.test(text.replaceAll(/\{\w+\}/g, '{}')) || stray.test(text);

	test('finds what it looks for', () => {
		for (const text of ['角色:管理员', '{name}:{from}', '中心(筹)', '甲,乙', '离线 自', '“甲” ，', '(确认 {count})'])
			expect(wrong(text), text).toBe(true);
		for (const text of [
			'角色：管理员',
			'中心（筹）',
			'上报 {count} 项',
			'GB18030（含 GBK、GB2312）',
			'8:30 起',
			'{a}：{b}'
		])
			expect(wrong(text), text).toBe(false);
	});

	test.each(features)('of %s is punctuated in full width, without stray spaces', (feature) => {
		expect(textsOf(feature, 'zh-CN').filter(([, text]) => wrong(text))).toEqual([]);
	});

	test('in the data of plans too', () => {
		const texts = globSync('plans/*/*.json', { cwd: root }).flatMap((file) =>
			namesIn(JSON.parse(readFileSync(resolve(root, file), 'utf8'))).map(({ zh }) => `${file}: ${zh}`)
		);
		expect(texts.length).toBeGreaterThan(100);
		expect(texts.filter((text) => wrong(text.slice(text.indexOf(': ') + 2)))).toEqual([]);
	});

	test('in sentences made in code too', () => {
		const comment = /^\s*(\/\/|\*|\/\*|<!--)/;
		const faults = globSync('src/**/*.{ts,svelte}', {
			cwd: root,
			exclude: ['src/lib/paraglide/**', '**/*.test.ts']
		}).flatMap((file) =>
			readFileSync(resolve(root, file), 'utf8')
				.split('\n')
				.filter((line) => !comment.test(line) && new RegExp(`${han}[,;:!?(]|[,;:!?]${han}`, 'u').test(line))
				.filter((line) => !line.includes('/**'))
				.map((line) => `${file}: ${line.trim()}`)
		);
		expect(faults).toEqual([]);
	});
});

describe('[R279] English text', () => {
	/** Decimals are plural whatever they come to, and so is what a rule of at least ten asks for. */
	const always = ['points', 'max', 'kinds'];
	const counted = /\{(\w+)\} (?:(?:more|new|open|other|due|further|whole|last) )?([a-z]+s)\b/g;
	const notNouns = [
		'is',
		'was',
		'has',
		'does',
		'exceeds',
		'needs',
		'reaches',
		'contains',
		'leads',
		'must',
		'begins',
		'changes',
		'this'
	];

	test.each(features)('of %s has a singular where it counts', (feature) => {
		const faults = Object.entries(read(feature, 'en')).filter(
			([, text]) =>
				typeof text === 'string' &&
				[...text.matchAll(counted)].some(
					([, name = '', noun = '']) => !always.includes(name) && !notNouns.includes(noun)
				)
		);
		expect(faults).toEqual([]);
	});
});

/** The glossary's column "not": words that mean on screen what another word means. */
const avoided: Readonly<Record<string, readonly RegExp[]>> = {
	'zh-CN': [
		/(?<!方案)指标/,
		/现值/,
		/待处置/,
		/五项风险/,
		/缺基数|基数缺失/,
		/份额/,
		/读法|解读/,
		/重办/,
		/单位沿革/,
		/资金变动/,
		/按序(?!时进度)|偏慢/,
		/时序/,
		/承诺事项/,
		/告警/,
		/关口|阶段门/,
		/回看/
	],
	en: [
		/\bindicators?\b/i,
		/\btarget groups?\b/i,
		/\bobservations?\b/i,
		/\bdeals?\b/i,
		/\btrades?\b(?! (mark|secret))/i,
		/\bpledges?\b(?! loan)/i,
		/\bdisbursements?\b recorded/i,
		/\bundone\b|\bsent back\b/i,
		/\btask shares?\b|\bshares? of (a )?tasks?\b/i,
		/\blook(ing)? back\b|\bdays? gone by\b/i,
		/\bon course\b|\boff course\b/i,
		/\bbase missing\b/i,
		/\bto act on\b/i,
		/\bduty\b|\bduties\b/i,
		/\bcommitments?\b|\bpromises?\b/i,
		/\breadings?\b/i,
		/\bgates?\b/i,
		/\bcustody\b/i,
		/\bverdict\b/i,
		/\bsomebody\b|\bwhoever\b|\bnought\b|\banew\b/i
	]
};

describe.each(Object.entries(avoided))('[R279] words of the glossary in %s', (locale, words) => {
	test.each(features)('%s uses none that another word stands for', (feature) => {
		const faults = textsOf(feature, locale).filter(([, text]) =>
			words.some((word) => word.test(text.replaceAll(/\{\w+\}/g, '{}')))
		);
		expect(faults).toEqual([]);
	});
});

/** Every text of a feature, each form of a plural by itself. */
function textsOf(feature: string, locale: string): [key: string, text: string][] {
	return Object.entries(read(feature, locale)).flatMap(([key, text]) =>
		typeof text === 'string'
			? [[key, text] as [string, string]]
			: (text as { match: Record<string, string> }[]).flatMap(({ match }) =>
					Object.values(match).map((form): [string, string] => [key, form])
				)
	);
}

/** All names in both languages, however deep. */
function namesIn(value: unknown): { zh: string }[] {
	if (typeof value !== 'object' || value === null) return [];
	const own = 'zh' in value && typeof value.zh === 'string' ? [{ zh: value.zh }] : [];
	return [...own, ...Object.values(value).flatMap(namesIn)];
}

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
