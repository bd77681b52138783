// While the server cannot be reached a link, a form or the way back would end on the browser's own page of errors, and what is on
// the screen would be gone: the page stays, and says so.
import { afterNavigate, beforeNavigate, goto } from '$app/navigation';

/** A server that takes longer to say whether it is ready is not. */
const answerLimitMs = 5000;

/** Whether the server answers at this moment. */
export async function answers(): Promise<boolean> {
	try {
		return (await fetch('/readyz', { signal: AbortSignal.timeout(answerLimitMs) })).ok;
	} catch {
		return false;
	}
}

/**
 * Looks after every way out of the page; to be called while a component is made.
 * @param inDoubt whether the server may be out of reach: then it is asked before a page is left
 * @param stayed told when a page was not left
 * @returns what begins to look after forms and after lines that break unnoticed; it returns what ends it
 */
export function keepPage(inDoubt: () => boolean, stayed: () => void): () => () => void {
	/** The server has just answered: the next navigation is the one that waited for it. */
	let sure = false;
	afterNavigate(() => {
		sure = false;
	});

	beforeNavigate((navigation) => {
		const { to, from, willUnload } = navigation;
		if (sure || willUnload || !to || to.url.href === from?.url.href || !inDoubt()) return;
		navigation.cancel();
		void answers().then((there) => {
			if (!there) {
				stayed();
				return;
			}
			sure = true;
			if (navigation.type === 'popstate') history.go(navigation.delta);
			else void goto(to.url);
		});
	});

	return () => {
		// A form that no script sends: what changes the language, what signs out.
		const submit = (event: SubmitEvent) => {
			const form = event.target;
			if (!(form instanceof HTMLFormElement) || form.method !== 'post') return;
			if (event.defaultPrevented || sure || !inDoubt()) return;
			event.preventDefault();
			void answers().then((there) => {
				if (there) form.submit();
				else stayed();
			});
		};
		addEventListener('submit', submit);

		// A line may break before anybody notices: what a page could not load leads back to the one that is shown.
		const plain = window.fetch.bind(window);
		const watched: typeof fetch = async (input, init) => {
			try {
				return await plain(input, init);
			} catch (failure) {
				const asked = pageOfData(input);
				// The page that is shown, loaded anew: who does that knows what to do.
				if (asked === null || asked === addressOf(location)) throw failure;
				stayed();
				return Response.json({ type: 'redirect', location: location.pathname + location.search });
			}
		};
		window.fetch = watched;

		return () => {
			removeEventListener('submit', submit);
			if (window.fetch === watched) window.fetch = plain;
		};
	};
}

/** Address of the page whose data are asked for; null for anything else. */
function pageOfData(input: RequestInfo | URL): string | null {
	// Looked at once and never shown, so that nothing has to follow it.
	// eslint-disable-next-line svelte/prefer-svelte-reactivity
	const url = new URL(input instanceof Request ? input.url : input, location.href);
	const [, path] = /^(.*)\/__data\.json$/.exec(url.pathname) ?? [];
	if (path === undefined) return null;
	url.pathname = path;
	// Kit's own words to the server.
	for (const name of [...url.searchParams.keys()])
		if (name.startsWith('x-sveltekit-')) url.searchParams.delete(name);
	return addressOf(url);
}

/** As an address may be written in several ways, one of them. */
function addressOf({ pathname, searchParams }: URL): string {
	return `${pathname}?${searchParams.toString()}`;
}
