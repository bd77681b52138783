// What was typed in forms when a session ended: kept in this tab for the same person until it is sent or discarded.

/** One control as it was filled: boxes by their value, other controls by their number among those of their name. */
interface Typed {
	readonly name: string;
	readonly at: string;
	readonly value: string;
}

interface Draft {
	/** The form's idempotency key: what was sent without an answer has one effect when it is sent again. */
	readonly key: string;
	readonly typed: readonly Typed[];
}

interface Kept {
	readonly account: string;
	readonly drafts: Readonly<Record<string, Draft>>;
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export interface FormDraft {
	/** Fills the form with what was kept of it; gives its key, null when nothing was. */
	readonly restore: () => Promise<string | null>;
	/** Forgets it and fills the form as it was before. */
	readonly discard: () => Promise<void>;
	/** What was typed has done its work. */
	readonly done: () => void;
	readonly stop: () => void;
}

const item = 'drafts';
const watched = new Set<() => void>();

/** Keeps what is typed in all forms of the page: the session is about to end. */
export function keepDrafts(): void {
	for (const keep of watched) keep();
}

/** Forgets everything: whoever signs out leaves nothing behind. */
export function forgetDrafts(): void {
	watched.clear();
	sessionStorage.removeItem(item);
}

/**
 * Watches a form, so that what is typed in it can be kept.
 * @param account whose it is; nobody else is ever shown it
 * @param place the page's address and the form's name
 * @param keyOf the form's idempotency key
 * @param settled resolves when the page has followed a change: fields may come and go with what is chosen
 */
export function watchForm(
	form: HTMLFormElement,
	account: string,
	place: string,
	keyOf: () => string,
	settled: () => Promise<void>
): FormDraft {
	const before = typedIn(form);
	let touched = false;
	let restored = false;
	const keep = () => {
		if (touched) store(account, place, { key: keyOf(), typed: typedIn(form) });
	};
	const typing = () => {
		touched = true;
		// What came back stays kept as it is now, should the page be loaded again.
		if (restored) keep();
	};
	form.addEventListener('input', typing);
	form.addEventListener('change', typing);
	watched.add(keep);
	const forget = () => {
		touched = restored = false;
		store(account, place, null);
	};
	return {
		restore: async () => {
			const draft = read(account)[place];
			if (!draft) return null;
			await fill(form, draft.typed, settled);
			restored = true;
			return draft.key;
		},
		discard: async () => {
			await fill(form, before, settled);
			forget();
		},
		done: forget,
		stop: () => {
			watched.delete(keep);
			form.removeEventListener('input', typing);
			form.removeEventListener('change', typing);
		}
	};
}

function read(account: string): Kept['drafts'] {
	const text = sessionStorage.getItem(item);
	if (text === null) return {};
	const kept = parsed(text);
	if (kept?.account === account) return kept.drafts;
	// Somebody else is here now.
	sessionStorage.removeItem(item);
	return {};
}

function parsed(text: string): Kept | null {
	try {
		return JSON.parse(text) as Kept;
	} catch {
		return null;
	}
}

function store(account: string, place: string, draft: Draft | null): void {
	const { [place]: _, ...others } = read(account);
	const drafts = draft === null ? others : { ...others, [place]: draft };
	if (Object.keys(drafts).length === 0) sessionStorage.removeItem(item);
	else sessionStorage.setItem(item, JSON.stringify({ account, drafts } satisfies Kept));
}

function typedIn(form: HTMLFormElement): Typed[] {
	return [...numbered(form)].map(([control, at]) => ({
		name: control.name,
		at,
		value: isBox(control) ? String(control.checked) : valueOf(control)
	}));
}

/** One control after the other, as a person would: what follows may depend on it. */
async function fill(form: HTMLFormElement, typed: readonly Typed[], settled: () => Promise<void>): Promise<void> {
	for (const { name, at, value } of typed) {
		const [control] = [...numbered(form)].find(([one, place]) => one.name === name && place === at) ?? [];
		if (!control) continue;
		if (isBox(control)) {
			if (String(control.checked) === value) continue;
			control.checked = value === 'true';
		} else {
			if (valueOf(control) === value) continue;
			setValue(control, value);
		}
		control.dispatchEvent(new Event('input', { bubbles: true }));
		control.dispatchEvent(new Event('change', { bubbles: true }));
		await settled();
	}
}

/** The controls that are kept, each with what tells it from others of its name. */
function numbered(form: HTMLFormElement): Map<Control, string> {
	const count = new Map<string, number>();
	return new Map<Control, string>(
		[...form.elements].filter(isKept).map((control): [Control, string] => {
			if (isBox(control)) return [control, `=${control.value}`];
			const number = count.get(control.name) ?? 0;
			count.set(control.name, number + 1);
			return [control, String(number)];
		})
	);
}

/** Never what opens an account, and nothing that the page itself put there. */
function isKept(element: Element): element is Control {
	if (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) return element.name !== '';
	if (!(element instanceof HTMLInputElement) || element.name === '') return false;
	return (
		!['hidden', 'password', 'file', 'submit', 'button', 'reset', 'image'].includes(element.type) &&
		!/password|one-time-code/.test(element.autocomplete)
	);
}

function isBox(control: Control): control is HTMLInputElement {
	return control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio');
}

function valueOf(control: Control): string {
	if (!(control instanceof HTMLSelectElement) || !control.multiple) return control.value;
	return JSON.stringify([...control.selectedOptions].map((option) => option.value));
}

function setValue(control: Control, value: string): void {
	if (!(control instanceof HTMLSelectElement) || !control.multiple) {
		control.value = value;
		return;
	}
	const chosen = JSON.parse(value) as readonly string[];
	for (const option of control.options) option.selected = chosen.includes(option.value);
}
