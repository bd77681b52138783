// Devices in plain words.
import { expect, it } from 'vitest';
import { deviceWords } from './device-words.ts';

const mozilla = 'Mozilla/5.0';
const blink = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0';

it.each([
	[`${mozilla} (Windows NT 10.0; Win64; x64) ${blink} Safari/537.36 Edg/138.0.0.0`, 'Edge，Windows'],
	[`${mozilla} (Windows NT 10.0; Win64; x64) ${blink} Safari/537.36`, 'Chrome，Windows'],
	[`${mozilla} (Windows NT 10.0; WOW64) ${blink} Safari/537.36 QIHU 360SE`, '360 浏览器，Windows'],
	[`${mozilla} (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0`, 'Firefox，Linux'],
	[
		`${mozilla} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15`,
		'Safari，macOS'
	],
	[
		`${mozilla} (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.60`,
		'微信，iPhone'
	],
	[
		`${mozilla} (Linux; Android 14) ${blink} Mobile Safari/537.36 wxwork/4.1.36 MicroMessenger/7.0.1`,
		'企业微信，安卓手机'
	],
	[`${mozilla} (Phone; OpenHarmony 5.0) ${blink} Safari/537.36`, 'Chrome，鸿蒙设备'],
	['curl/8.5.0', '其他程序'],
	['node', '其他程序'],
	[null, '其他程序']
])('%s', (agent, words) => {
	expect(deviceWords(agent)).toBe(words);
});
