// Words by code, for codes that somebody typed: `constructor` and `__proto__` are in none of them.

/** As `Object.fromEntries`, without what every object inherits. */
export function dictionary<Value>(entries: Iterable<readonly [string, Value]>): Record<string, Value> {
	return Object.assign(Object.create(null) as Record<string, Value>, Object.fromEntries(entries));
}
