// While the server cannot be reached a link, a form or the way back would end on the browser's own page of errors, and what is on
// the screen would be gone: the page stays, and says so.
import { afterNavigate, beforeNavigate, goto } from '$app/navigation';
import { addressOf, pageOfData } from './data-address.ts';

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
				const asked = pageOfData(input instanceof Request ? input.url : String(input), location.href);
				// The page that is shown, loaded anew: who does that knows what to do.
				if (asked === null || asked === addressOf(location.href)) throw failure;
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
