// The one way to edit what several people edit: each field comes with the value it was read with and the new one.

export type Editable = string | number | boolean | null;

/** Fields by name, each with the value that the editor saw and the one it wants. */
export type Changes<T> = { readonly [Field in keyof T]?: FieldChange<T[Field]> | undefined };
export interface FieldChange<Value> {
	readonly base: Value;
	readonly new: Value;
}

export type Merge<T> =
	| {
			/** The current values with the changes in them. */
			readonly merged: T;
			/** The fields whose values differ from the current ones. */
			readonly changed: readonly (keyof T & string)[];
	  }
	| {
			/** The fields that somebody else has changed to something else in between; nothing is merged. */
			readonly conflicts: readonly (keyof T & string)[];
	  };

/**
 * Puts changes onto current values. A field conflicts only where its current value is neither the one that the editor saw nor
 * the one it wants; changes of different fields never meet.
 */
export function mergeEdit<T extends { readonly [Field in keyof T]: Editable }>(
	current: T,
	changes: Changes<T>
): Merge<T> {
	const wanted = (Object.keys(changes) as (keyof T & string)[]).filter((field) => changes[field] !== undefined);
	const conflicts = wanted.filter((field) => {
		const change = changes[field];
		return change && current[field] !== change.base && current[field] !== change.new;
	});
	if (conflicts.length > 0) return { conflicts };
	const changed = wanted.filter((field) => current[field] !== changes[field]?.new);
	return {
		merged: { ...current, ...Object.fromEntries(changed.map((field) => [field, changes[field]?.new])) },
		changed
	};
}
