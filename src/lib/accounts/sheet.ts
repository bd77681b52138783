// A sheet of accounts: which column is which, what each row would do, and what is wrong with it; as pure answers.
import * as v from 'valibot';
import { appointmentFault } from '#lib/access/appointable.ts';
import { roleWords } from '#lib/access/role-words.ts';
import { roles, type Branch, type Role } from '#lib/access/roles.ts';
import type { Day } from '#lib/kernel/day.ts';
import { parse } from '#lib/kernel/fields.ts';
import { folded } from '#lib/kernel/text.ts';
import { ok, invalid, type Fault, type Result } from '#lib/kernel/result.ts';
import { numberKey } from '#lib/entries/number-key.ts';
import type { PlanUnit } from '#lib/plan/plan-document.ts';
import { newAccountSchema, staysInBranch, type NewAccount } from './account.ts';

/** Rows that one sheet may have. */
export const sheetRows = 500;
/** Size of its file. */
export const sheetBytes = 256 * 1024;

const sheetColumns = ['username', 'name', 'role', 'unit'] as const;
export type SheetColumn = (typeof sheetColumns)[number];

/** So many rows are looked at for the names of the columns: above them may stand a title. */
export const titleRows = 10;

/** What a column may be called, whatever its capitals, its width and its spaces. */
const headers: Readonly<Record<SheetColumn, readonly string[]>> = {
	username: ['username', 'user name', 'account', '用户名', '账号', '登录名'],
	name: ['name', 'full name', '姓名', '名称'],
	role: ['role', '岗位', '角色'],
	unit: ['unit', 'unit code', '单位', '单位代码', '所属单位']
};
const required = ['username', 'name', 'role'] as const;

/** One record of a file, with the line that it ends on. */
export interface SheetRecord {
	readonly line: number;
	readonly cells: readonly string[];
}

/** A row as it was typed. */
export type SheetRow = Readonly<Record<SheetColumn, string>>;

export interface Sheet {
	readonly rows: readonly (SheetRow & { readonly line: number })[];
	/** Columns that are not read. */
	readonly ignored: readonly string[];
	/** The line that names the columns. */
	readonly headLine: number;
	/** How many rows stand above it and are not read. */
	readonly above: number;
}

const rowSchema = v.strictObject({
	username: v.pipe(v.string('not_text'), v.maxLength(200, 'too_long')),
	name: v.pipe(v.string('not_text'), v.maxLength(200, 'too_long')),
	role: v.pipe(v.string('not_text'), v.maxLength(200, 'too_long')),
	unit: v.pipe(v.string('not_text'), v.maxLength(200, 'too_long'))
});

/** What is confirmed: the rows as typed, and what the preview said of them. */
export const sheetImportSchema = v.strictObject({
	rows: v.pipe(v.array(rowSchema, 'not_list'), v.minLength(1, 'required'), v.maxLength(sheetRows, 'too_many')),
	seen: v.pipe(v.string('not_text'), v.maxLength(200_000, 'too_long'))
});
export type SheetImport = v.InferOutput<typeof sheetImportSchema>;

/** An account that a row may be about. */
export interface KnownAccount {
	readonly username: string;
	readonly name: string;
	readonly branch: Branch;
	/** What holds today, or else what it was asked for. */
	readonly role: Role | null;
	readonly unit: string | null;
	readonly disabled: boolean;
}

export interface JudgedRow {
	readonly verdict: 'new' | 'unchanged' | 'differs' | 'wrong';
	/** With `wrong` only as far as it could be read. */
	readonly row: NewAccount;
	readonly changes: readonly { readonly field: 'name' | 'role' | 'unit'; readonly from: string; readonly to: string }[];
	/** Pointers name the column. */
	readonly faults: readonly Fault[];
}

/** How many of the columns the best of the first rows names. */
export function headsKnown(records: readonly SheetRecord[]): number {
	return Math.max(0, ...records.slice(0, titleRows + 1).map((record) => columnsNamed(record).size));
}

/**
 * Finds the row that names the columns, below what may stand above it, and the columns in any order; a column that has another
 * name is left out, and said to be.
 */
export function readSheet(records: readonly SheetRecord[]): Result<Sheet> {
	if (records.length === 0) return invalid([{ pointer: '/file', code: 'sheet_empty' }]);
	const above = records.slice(0, titleRows + 1);
	const most = headsKnown(records);
	const headAt = above.findIndex((record) => columnsNamed(record).size === most);
	const head = above[headAt];
	if (most === 0 || !head)
		return invalid([
			{
				pointer: '/file',
				code: 'sheet_no_heads',
				params: { columns: required.map((column) => headers[column].join(' / ')).join('; ') }
			}
		]);
	const titles = head.cells.map(plainCell);
	const at = new Map<SheetColumn, number>();
	const ignored: string[] = [];
	const faults: Fault[] = [];
	for (const [index, title] of titles.entries()) {
		const column = columnOf(title);
		if (!column) {
			if (title !== '') ignored.push([...title].slice(0, 40).join(''));
		} else if (at.has(column))
			faults.push({ pointer: '/file', code: 'sheet_column_twice', params: { column: title, line: head.line } });
		else at.set(column, index);
	}
	for (const column of required)
		if (!at.has(column)) {
			const params = { column: headers[column].join(' / '), line: head.line };
			faults.push({ pointer: '/file', code: 'sheet_column_missing', params });
		}
	if (faults.length > 0) return invalid(faults);
	const cell = (cells: readonly string[], column: SheetColumn) => plainCell(cells[at.get(column) ?? -1] ?? '');
	const rows = records
		.slice(headAt + 1)
		.filter(({ cells }) => cells.some((text) => text.trim() !== ''))
		.map(({ line, cells }) => ({
			line,
			username: cell(cells, 'username'),
			name: cell(cells, 'name'),
			role: cell(cells, 'role'),
			unit: cell(cells, 'unit')
		}));
	if (rows.length === 0) return invalid([{ pointer: '/file', code: 'sheet_empty' }]);
	if (rows.length > sheetRows)
		return invalid([{ pointer: '/file', code: 'sheet_too_long', params: { max: sheetRows } }]);
	return ok({ rows, ignored, headLine: head.line, above: headAt });
}

/** What each row would do. A username that comes twice is wrong the second time. */
export function judgeRows(
	rows: readonly SheetRow[],
	known: ReadonlyMap<string, KnownAccount>,
	units: ReadonlyMap<string, PlanUnit>,
	today: Day
): JudgedRow[] {
	const seen = new Set<string>();
	const codes = unitCodes(units);
	return rows.map((typed) => {
		const { name } = typed;
		// As the account is looked up and made: what a row shows is what it does.
		const username = folded(typed.username);
		const row = { username, name, role: roleOf(typed.role) ?? typed.role, unit: unitOf(codes, typed.unit) };
		const parsed = parse(newAccountSchema, row);
		const faults: Fault[] = parsed.ok ? [] : parsed.faults.map((fault) => named(fault, typed));
		if (seen.has(row.username)) faults.push({ pointer: '/username', code: 'username_twice' });
		seen.add(row.username);
		const account = known.get(row.username);
		if (parsed.ok) faults.push(...rowFaults(parsed.value, account, units, today));
		const sure = row as NewAccount;
		if (!parsed.ok || faults.length > 0) return { verdict: 'wrong', row: sure, changes: [], faults };
		if (!account) return { verdict: 'new', row: parsed.value, changes: [], faults };
		const changes = (['name', 'role', 'unit'] as const).flatMap((field) => {
			const [from, to] = [account[field] ?? '', parsed.value[field] ?? ''];
			return from === to ? [] : [{ field, from, to }];
		});
		return { verdict: changes.length === 0 ? 'unchanged' : 'differs', row: parsed.value, changes, faults };
	});
}

/** What a preview said, to be compared when it is confirmed. */
export function fingerprintOf(judged: readonly JudgedRow[]): string {
	return JSON.stringify(judged.map(({ verdict, changes }) => [verdict, ...changes.map(({ from }) => from)]));
}

function rowFaults(
	row: NewAccount,
	account: KnownAccount | undefined,
	units: ReadonlyMap<string, PlanUnit>,
	today: Day
): Fault[] {
	if (account?.disabled) return [{ pointer: '/username', code: 'account_disabled' }];
	if (account && !staysInBranch(account.branch, row.role)) return [{ pointer: '/role', code: 'role_not_of_branch' }];
	// What holds already is not asked for again, even where its unit has ended since.
	if (account && account.role === row.role && account.unit === row.unit) return [];
	const fault = appointmentFault(units, row, today);
	return fault ? [fault] : [];
}

/** Says what was typed where a word is none of those that are known. */
function named(fault: Fault, typed: SheetRow): Fault {
	if (fault.code === 'bad_choice' && fault.pointer === '/role')
		return { ...fault, code: 'unknown_role', params: { role: typed.role } };
	if (fault.pointer === '/unit') return { ...fault, code: 'unknown_unit', params: { unit: typed.unit } };
	return fault;
}

function roleOf(text: string): Role | null {
	const word = numberKey(text);
	return roles.find((role) => [role, ...roleWords(role)].some((known) => numberKey(known) === word)) ?? null;
}

/** The codes of units by the keys of their codes and of all their names; of two with one name the first has it. */
function unitCodes(units: ReadonlyMap<string, PlanUnit>): Map<string, string> {
	const codes = new Map<string, string>();
	for (const { code, name, short } of units.values())
		for (const word of [code, name.zh, name.en, short.zh, short.en])
			if (!codes.has(numberKey(word))) codes.set(numberKey(word), code);
	return codes;
}

/** What is unknown stays as it is, for the rules to name it. */
function unitOf(codes: ReadonlyMap<string, string>, text: string): string | null {
	return text === '' ? null : (codes.get(numberKey(text)) ?? text);
}

function columnsNamed({ cells }: SheetRecord): Set<SheetColumn> {
	return new Set(cells.flatMap((cell) => columnOf(plainCell(cell)) ?? []));
}

/** "用户名*", "姓 名" and "角色（必填）" are the columns that they look like. */
function columnOf(title: string): SheetColumn | null {
	const word = headKey(title);
	return sheetColumns.find((column) => headers[column].some((known) => headKey(known) === word)) ?? null;
}

function headKey(title: string): string {
	return numberKey(title).replaceAll(/\([^()]*\)|[*:]/g, '');
}

/** Without spaces around it, and without the apostrophe that keeps a spreadsheet from calculating it. */
function plainCell(text: string): string {
	const trimmed = text.trim();
	return /^'[=+\-@＝＋－＠]/.test(trimmed) ? trimmed.slice(1) : trimmed;
}
