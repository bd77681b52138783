// What is typed in forms: kept in this tab for the same person until it is sent or discarded.

/** One control as it was filled: boxes by their value, other controls by their number among those of their name. */
interface Typed {
	readonly name: string;
	readonly at: string;
	readonly value: string;
}

interface Draft {
	/** The form's idempotency key: what was sent without an answer has one effect when it is sent again. */
	readonly key: string;
	/** Of what the form was written on, where it says so. */
	readonly version: string;
	readonly typed: readonly Typed[];
}

interface Kept {
	readonly account: string;
	readonly drafts: Readonly<Record<string, Draft>>;
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** What came back. */
export interface RestoredDraft {
	readonly key: string;
	/** Whether the form is written on something else today. */
	readonly outdated: boolean;
}

export interface FormDraft {
	/** Fills the form with what was kept of it; null when nothing was. */
	readonly restore: () => Promise<RestoredDraft | null>;
	/** Forgets it and fills the form as it was before. */
	readonly discard: () => Promise<void>;
	/** What was typed has done its work: the form begins anew as it stands. */
	readonly done: () => void;
	readonly stop: () => void;
}

const item = 'drafts';

/** Forgets everything: whoever signs out leaves nothing behind. */
export function forgetDrafts(): void {
	sessionStorage.removeItem(item);
}

/**
 * Watches a form and keeps what is typed in it.
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
	let before = typedIn(form);
	/** Names of the controls in which something was typed: others may change with what the page learns. */
	let touched = new Set<string>();
	let filling = false;
	const keep = () => {
		if (touched.size === 0) return;
		const typed = changed(before, typedIn(form), touched);
		store(account, place, typed.length === 0 ? null : { key: keyOf(), version: versionOf(form), typed });
	};
	const typing = ({ target }: Event) => {
		if (filling) return;
		if (target instanceof Element && isKept(target)) touched.add(target.name);
		// A box that ticks others has no name of its own.
		else for (const { name } of typedIn(form)) touched.add(name);
		void settled().then(keep);
	};
	form.addEventListener('input', typing);
	form.addEventListener('change', typing);
	const fillWith = async (typed: readonly Typed[]) => {
		filling = true;
		await fill(form, typed, settled);
		filling = false;
	};
	return {
		restore: async () => {
			const draft = read(account)[place];
			if (!draft) return null;
			await fillWith(draft.typed);
			touched = new Set(draft.typed.map(({ name }) => name));
			return { key: draft.key, outdated: draft.version !== versionOf(form) };
		},
		discard: async () => {
			touched.clear();
			store(account, place, null);
			await fillWith(before);
		},
		done: () => {
			touched.clear();
			store(account, place, null);
			before = typedIn(form);
		},
		stop: () => {
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
	else
		try {
			sessionStorage.setItem(item, JSON.stringify({ account, drafts } satisfies Kept));
		} catch {
			// The browser keeps no more: the form itself still holds what was typed.
		}
}

/** The controls in which something else stands than before; with a field of an edit goes the value that it was read with. */
function changed(before: readonly Typed[], now: readonly Typed[], touched: ReadonlySet<string>): Typed[] {
	const placeOf = ({ name, at }: Typed) => `${name} ${at}`;
	const was = new Map(before.map((one) => [placeOf(one), one.value]));
	const typed = now.filter((one) => touched.has(one.name) && was.get(placeOf(one)) !== one.value);
	const bases = new Set(typed.map(({ name }) => baseOf(name)));
	return now.filter((one) => typed.includes(one) || bases.has(one.name));
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
		[...form.elements]
			.filter((element) => isKept(element) || isBase(form, element))
			.map((control): [Control, string] => {
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

/** Whether it holds the value that an edited field of the form was read with. */
function isBase(form: HTMLFormElement, element: Element): element is HTMLInputElement {
	if (!(element instanceof HTMLInputElement) || element.type !== 'hidden') return false;
	return [...form.elements].some((other) => isKept(other) && baseOf(other.name) === element.name);
}

/** Name of the hidden field beside an edited one; '' beside others. */
function baseOf(name: string): string {
	return name.endsWith('.new') ? `${name.slice(0, -'new'.length)}base` : '';
}

/** What a form as a whole was written on. */
function versionOf(form: HTMLFormElement): string {
	return ['base', 'basedOn', 'version']
		.map((name) => form.elements.namedItem(name))
		.map((element) => (element instanceof HTMLInputElement && element.type === 'hidden' ? element.value : ''))
		.join(' ');
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
