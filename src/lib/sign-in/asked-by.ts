// Who asked: a person who did something, or a page that is only watched and asks by itself. Only the first keeps a session.

export type AskedBy = 'person' | 'page';

/**
 * Pages opened, forms sent, records written and programs (which name no destination) are a person's doing. What scripts load to
 * show the present state is not: a board on a wall is idle however often it loads.
 * @param isData whether a page's script asks for the data of a page
 */
export function askedBy(method: string, headers: Headers, isData: boolean): AskedBy {
	if (method !== 'GET' && method !== 'HEAD') return 'person';
	const destination = headers.get('sec-fetch-dest');
	return !isData && (destination === null || destination === 'document') ? 'person' : 'page';
}
