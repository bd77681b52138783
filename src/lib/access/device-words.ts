// The device of a session in plain words, from what its browser calls itself.
import { m } from '#lib/paraglide/messages.js';

type Named = readonly [RegExp, () => string];

/** Browsers call themselves by their ancestors' names too: the more special one comes first. */
const browsers: readonly Named[] = [
	[/wxwork/i, m.sessions_browser_wecom],
	[/DingTalk/i, m.sessions_browser_dingtalk],
	[/MicroMessenger/, m.sessions_browser_wechat],
	[/360SE|360EE|QIHU/i, m.sessions_browser_360],
	[/QQBrowser/, m.sessions_browser_qq],
	[/UCBrowser/, () => 'UC'],
	[/HuaweiBrowser/, m.sessions_browser_huawei],
	[/Edg(e|A|iOS)?\//, () => 'Edge'],
	[/OPR\//, () => 'Opera'],
	[/Firefox\/|FxiOS/, () => 'Firefox'],
	[/Chrome\/|CriOS/, () => 'Chrome'],
	[/Version\/.*Safari\//, () => 'Safari']
];

const systems: readonly Named[] = [
	[/iPhone/, () => 'iPhone'],
	[/iPad/, () => 'iPad'],
	[/HarmonyOS|OpenHarmony/, m.sessions_system_harmony],
	[/Android/, m.sessions_system_android],
	[/Windows/, () => 'Windows'],
	[/Macintosh/, () => 'macOS'],
	[/Linux|X11/, () => 'Linux']
];

/** "Edge, Windows"; what is no browser that we know is "another program". */
export function deviceWords(agent: string | null): string {
	const named = (list: readonly Named[]) => list.find(([mark]) => agent !== null && mark.test(agent))?.[1]();
	const browser = named(browsers);
	const system = named(systems);
	if (!browser) return system ? m.sessions_device_other_on({ system }) : m.sessions_device_other();
	return system ? m.sessions_device({ browser, system }) : browser;
}
