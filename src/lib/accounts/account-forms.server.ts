// Between the pages of accounts and their commands: links that are shown once, and a sheet that is looked at before it counts.
import type { RequestEvent } from '@sveltejs/kit';
import type * as v from 'valibot';
import type { ImportPreview } from './import-preview.ts';
import { shownLinks, type ShownLink } from './shown-link.ts';
import { encodings } from './sheet-encoding.ts';
import { sheetImportSchema } from './sheet.ts';
import { requireAdministration } from '#lib/access/page-rights.server.ts';
import type { Actor } from '#lib/access/roles.ts';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import { fieldOfPointer, type FormValues } from '#lib/forms/form-answer.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import type { Call } from '#lib/commands/recording.server.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { readableSentence, readFields, readForm, refuseForm, submitForm } from '#lib/http/form.server.ts';

type Issued = Written & { readonly links: readonly (Omit<ShownLink, 'link'> & { readonly path: string })[] };

interface Issuing<Schema extends v.GenericSchema> {
	readonly schema: Schema;
	readonly input?: (values: FormValues) => Result<unknown>;
	readonly command: (actor: Actor, call: Call, input: v.InferOutput<Schema>) => Promise<Result<Issued>>;
}

/** A form whose answer holds links. */
export function submitForLinks<Schema extends v.GenericSchema>(event: RequestEvent, issuing: Issuing<Schema>) {
	let links: readonly ShownLink[] = [];
	const origin = event.locals.app.config.origin?.origin ?? event.url.origin;
	return submitForm(event, 'accounts', {
		...issuing,
		command: async (actor, call, input: v.InferOutput<Schema>) => {
			const written = await issuing.command(actor, call, input);
			if (written.ok) links = shownLinks(written.value.links, origin);
			return written;
		},
		also: () => ({ links })
	});
}

/** What a sheet would do; nothing is written but that somebody looked. */
export async function previewSheet(event: RequestEvent) {
	const { accounts, audit, plan } = event.locals.app;
	const actor = requireAdministration(event.locals, 'accounts');
	const whole = event.request.clone();
	const sent = await readForm(event.request);
	const [chosen = ''] = sent.values['encoding'] ?? [];
	const wanted = encodings.find((encoding) => encoding === chosen) ?? null;
	const looked = await accounts.preview((await readFields(whole)).get('file'), wanted);
	if (!looked.ok) return refuseForm(event, sent, looked);
	await audit.noteRead(actor, { type: 'personalDataRead', what: 'accountImport' });
	const names = planNames(plan, getLocale());
	const { rows, reading, sheet } = looked.value;
	const preview: ImportPreview = {
		rows: rows.map(({ line, verdict, row, changes, faults }) => ({
			line,
			verdict,
			row,
			changes,
			faults: faults.map((fault) => ({
				column: fieldOfPointer(fault.pointer),
				message: readableSentence(fault, names, event.locals.app.paramWords)
			}))
		})),
		reading,
		sheet: { rows: JSON.stringify(sheet.rows), seen: sheet.seen }
	};
	return { form: sent.form, done: { ids: [] }, preview };
}

/** The sheet as it was looked at, all of it or nothing; its links leave the product here, which is noted. */
export function importSheet(event: RequestEvent) {
	const { accounts, audit } = event.locals.app;
	return submitForLinks(event, {
		schema: sheetImportSchema,
		input: sheetInput,
		command: async (actor, call, input) => {
			const written = await accounts.import(actor, call, input);
			if (written.ok && written.value.links.length > 0)
				await audit.noteRead(actor, {
					type: 'exported',
					what: 'accountImport',
					ids: written.value.links.map(({ account }) => account)
				});
			return written;
		}
	});
}

function sheetInput(values: FormValues): Result<unknown> {
	const [rows = ''] = values['rows'] ?? [];
	const [seen = ''] = values['seen'] ?? [];
	try {
		return ok({ rows: JSON.parse(rows) as unknown, seen });
	} catch {
		return refuse('invalid', 'not_list', '/rows');
	}
}
