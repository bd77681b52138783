// The screen's theme: light, dark, or as the system has it. The browser keeps it in a cookie, so that the server paints the first page in it.

export const themes = ['light', 'dark', 'system'] as const;
export type Theme = (typeof themes)[number];

/** Shared by all installations on a host, as the language's is. */
export const themeCookie = 'theme';

export const themeSeconds = 365 * 24 * 60 * 60;

export function isTheme(value: unknown): value is Theme {
	return (themes as readonly unknown[]).includes(value);
}

/** The theme of the page as it stands. */
export function currentTheme(): Theme {
	const theme = document.documentElement.dataset['theme'];
	return isTheme(theme) ? theme : 'light';
}

/** Shows the page in another theme at once, and keeps the choice in this browser. */
export function chooseTheme(theme: Theme): void {
	document.documentElement.dataset['theme'] = theme;
	const secure = location.protocol === 'https:' ? '; secure' : '';
	document.cookie = `${themeCookie}=${theme}; path=/; max-age=${themeSeconds}; samesite=lax${secure}`;
	dispatchEvent(new Event('themechange'));
}

/** Calls back when colours change: by choice, or because the system's theme has; gives the function that ends it. */
export function onThemeChange(then: () => void): () => void {
	const ending = new AbortController();
	const { signal } = ending;
	addEventListener('themechange', then, { signal });
	for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)'])
		matchMedia(query).addEventListener('change', then, { signal });
	return () => ending.abort();
}
