// The list of features: a new one is added here, and nowhere else outside its own folder.
import { campaigns } from '#lib/campaigns/feature.ts';
import { cases } from '#lib/cases/feature.ts';
import { catalogueOf } from '#lib/entries/catalogue.ts';
import type { Endpoint, Feature } from '#lib/entries/feature.ts';
import { funds } from '#lib/funds/feature.ts';
import { observations } from '#lib/observations/feature.ts';
import { planChanges } from '#lib/plan-changes/feature.ts';
import { registers } from '#lib/registers/feature.ts';
import { tasks } from '#lib/tasks/feature.ts';
import { transactions } from '#lib/transactions/feature.ts';

/** In the order in which lists and filters name them. */
export const features: readonly Feature[] = [
	funds,
	transactions,
	cases,
	campaigns,
	tasks,
	observations,
	registers,
	planChanges
];

export const catalogue = catalogueOf(features);

/** How features say the values of what they refuse. */
export const paramWords: Readonly<Record<string, (value: string) => string>> = Object.fromEntries(
	features.flatMap((feature) => Object.entries(feature.paramWords ?? {}))
);

/** The endpoints that take records, by their path below /api/v1. */
export const endpoints: ReadonlyMap<string, Endpoint> = new Map(
	features.flatMap((feature) => feature.endpoints.map((endpoint) => [endpoint.path, endpoint] as const))
);
