// A link as a page shows it, once, and where a page finds it in its answer.

export interface ShownLink {
	readonly account: string;
	readonly username: string;
	readonly name: string;
	/** The whole address. */
	readonly link: string;
	readonly expiresAt: Date;
}

/** The links in a page's `form`; null where it holds none. */
export function linksOf(form: unknown): readonly ShownLink[] | null {
	if (typeof form !== 'object' || form === null || !('links' in form)) return null;
	return form.links as readonly ShownLink[];
}

/** @param origin of this site, as people reach it */
export function shownLinks(
	links: readonly (Omit<ShownLink, 'link'> & { readonly path: string })[],
	origin: string
): ShownLink[] {
	return links.map(({ path, ...link }) => ({ ...link, link: new URL(path, origin).href }));
}
