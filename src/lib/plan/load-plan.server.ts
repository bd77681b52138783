// Reads a plan folder from disk and checks it.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkPlan, type PlanFault } from './check-plan.ts';
import { faultLine } from './fault-lines.ts';
import type { PlanDocument } from './plan-document.ts';
import type { RecordRules } from './recording-rules.ts';

/** The checked plan, or every fault with its line for the console. */
export type LoadedPlan =
	| { readonly ok: true; readonly plan: PlanDocument }
	| { readonly ok: false; readonly faults: readonly PlanFault[]; readonly lines: readonly string[] };

/** Reads all `*.json` of the folder; other files (a README) are left alone. */
export async function loadPlan(folder: string, records: RecordRules): Promise<LoadedPlan> {
	let names: string[];
	try {
		names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
	} catch {
		return refusal([{ file: folder, path: '$', rule: 'folder_unreadable', params: {} }]);
	}
	const files: Record<string, unknown> = {};
	const faults: PlanFault[] = [];
	for (const file of names) {
		try {
			files[file] = JSON.parse(await readFile(join(folder, file), 'utf8'));
		} catch (error) {
			const reason = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : String(error);
			faults.push({ file, path: '$', rule: 'not_json', params: { reason } });
		}
	}
	const checked = checkPlan(files, records);
	if ('plan' in checked && faults.length === 0) return { ok: true, plan: checked.plan };
	// A file that could not be parsed would otherwise be named a second time, as missing.
	const unparsed = new Set(faults.map(({ file }) => file));
	const others = 'faults' in checked ? checked.faults.filter(({ file }) => !unparsed.has(file)) : [];
	return refusal([...faults, ...others]);
}

function refusal(faults: readonly PlanFault[]): LoadedPlan {
	return { ok: false, faults, lines: faults.map(faultLine) };
}
