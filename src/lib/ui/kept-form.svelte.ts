// What a form of the page was answered last, for as long as the page stays: Kit drops `page.form` whenever the page's data are
// loaded anew, and what is shown once would be lost with it.
import { untrack } from 'svelte';
import { page } from '$app/state';

/** To be called while a component is made. */
export function keptForm(): { readonly current: unknown } {
	let kept = $state.raw<unknown>(untrack(() => page.form as unknown));
	$effect.pre(() => {
		if (page.form !== null) kept = page.form;
	});
	return {
		get current() {
			return kept;
		}
	};
}
