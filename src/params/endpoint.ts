// The endpoints that take records of features.
import { endpoints } from '#lib/app/features.ts';

export function match(path: string): boolean {
	return endpoints.has(path);
}
