// The catalogue of records for all screens below the frame.
import { getContext, setContext } from 'svelte';
import type { Catalogue } from './catalogue.ts';

const key = Symbol('catalogue');

export function setCatalogue(catalogue: Catalogue): void {
	setContext(key, catalogue);
}

export function useCatalogue(): Catalogue {
	return getContext<Catalogue>(key);
}
