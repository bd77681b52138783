// Placeholder until the sample activity lands in its own commit: never runs.
export function openSampleActivity(_: unknown) {
	return Promise.resolve({ running: () => false, close: () => undefined });
}
