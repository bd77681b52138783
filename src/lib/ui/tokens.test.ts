// The tokens as computed: contrast in both themes, and the dark theme the same wherever it stands.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** The colours that a rule gives, by token. */
function tokensOf(selector: string): Readonly<Record<string, string>> {
	const [, block] = css.split(`${selector} {`);
	if (block === undefined) throw new Error(`no rule for ${selector}`);
	const [body = ''] = block.split('}');
	return Object.fromEntries([...body.matchAll(/(--[a-z0-9-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]));
}

const light = tokensOf(':root');
const dark = { ...light, ...tokensOf("[data-theme='screen']") };

function luminance(colour: string): number {
	const channels = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
	const [red = 0, green = 0, blue = 0] = channels.map((part) =>
		part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
	);
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(theme: Readonly<Record<string, string>>, one: string, other: string): number {
	const [a = 0, b = 0] = [one, other].map((name) => luminance(theme[`--${name}`] ?? '')).sort((x, y) => y - x);
	return (a + 0.05) / (b + 0.05);
}

const grounds = ['paper', 'ground', 'band'];
const texts: readonly (readonly [string, readonly string[]])[] = [
	['ink', [...grounds, 'accent-soft', 'none-soft', 'risk-soft', 'track']],
	['ink-2', [...grounds, 'accent-soft', 'none-soft']],
	['ink-3', grounds],
	['accent', [...grounds, 'accent-soft']],
	['on-accent', ['accent', 'blue-2']],
	...['done', 'good', 'risk', 'behind', 'none'].map((tone) => [`${tone}-ink`, [...grounds, `${tone}-soft`]] as const)
];
const marks = ['done', 'good', 'behind', 'none', 'blue-1', 'blue-2', 'edge'];

describe.each([
	['light', light],
	['dark', dark]
] as const)('[R272] in the %s theme', (name, theme) => {
	test.each(texts)('text in --%s can be read on its grounds', (text, on) => {
		for (const ground of on)
			expect(contrast(theme, text, ground), `--${text} on --${ground}`).toBeGreaterThanOrEqual(4.5);
	});

	test.each(marks)('a mark in --%s can be told from the paper', (mark) => {
		expect(contrast(theme, mark, 'paper')).toBeGreaterThanOrEqual(3);
	});

	test('the yellow is told from the paper by itself or by its edge', () => {
		const edge = name === 'light' ? 'risk-edge' : 'risk';
		expect(contrast(theme, edge, 'paper')).toBeGreaterThanOrEqual(3);
	});

	test.each(['done', 'behind'])('the sign on a shape in --%s can be told from it', (tone) => {
		expect(contrast(theme, 'mark', tone)).toBeGreaterThanOrEqual(3);
	});
});

test('[R272] the dark theme is one, chosen or as the system has it', () => {
	expect(tokensOf("[data-theme='system']")).toEqual(tokensOf("[data-theme='screen']"));
});

test('[R272] every colour has a value in the dark theme', () => {
	const colours = Object.keys(light).filter((name) => light[name]?.startsWith('#') && name !== '--brand');
	expect(Object.keys(tokensOf("[data-theme='screen']"))).toEqual(expect.arrayContaining(colours));
});
