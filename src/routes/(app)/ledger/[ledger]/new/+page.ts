// The form itself: `RecordForm.svelte` in the folder that is called as the ledger.
import { error } from '@sveltejs/kit';
import type { Component } from 'svelte';
import type { RecordFormProps } from '#lib/entries/record-form.ts';
import type { PageLoad } from './$types';

const forms = import.meta.glob<{ default: Component<RecordFormProps> }>('/src/lib/*/RecordForm.svelte');

export const load: PageLoad = async ({ data }) => {
	const form = (await forms[`/src/lib/${data.ledger}/RecordForm.svelte`]?.()) ?? error(404);
	return { ...data, Form: form.default };
};
