// Which paths are answered to programs, and not to people.

/**
 * Whether programs are answered here, and not people.
 * @param place a path, with its query or without, or the route that has it
 */
export function isApiPath(place: string): boolean {
	return /^\/api(\/|\?|$)/.test(place);
}
