// What browsers say of themselves, and what we make of it.
import { expect, test } from 'vitest';
import { deviceWords } from './device-words.ts';

const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0';

test.each([
	[`${windows} Safari/537.36`, 'Chrome，Windows'],
	[`${windows} Safari/537.36 Edg/130.0.0.0`, 'Edge，Windows'],
	['Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0', 'Firefox，Linux'],
	[
		'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
		'Safari，iOS'
	],
	[
		'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15',
		'Safari，macOS'
	],
	['Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114.0.0.0 Safari/537.36', 'Chrome，HarmonyOS'],
	['curl/8.5.0', '程序'],
	['', '程序'],
	[null, '程序']
])('%s is said as %s', (agent, said) => {
	expect(deviceWords(agent)).toBe(said);
});
