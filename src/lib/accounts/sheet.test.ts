// Sheets of accounts: any order of columns, any bytes, and never a formula; the rules say what each row would do.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ningboPlan } from '../../../tests/support/ningbo-plan.ts';
import { day } from '#lib/kernel/day.ts';
import { csvRow } from '#lib/kernel/csv.ts';
import { recordsOf } from './sheet-file.server.ts';
import {
	fingerprintOf,
	judgeRows,
	readSheet,
	sheetRows,
	type JudgedRow,
	type KnownAccount,
	type SheetRow
} from './sheet.ts';

const { units } = await ningboPlan();
const today = day('2019-09-16');
const bytes = (text: string) => new TextEncoder().encode(text);
const good: SheetRow = { username: 'li.si', name: '李四', role: 'district', unit: 'yinzhou' };
const judge = (rows: readonly SheetRow[], known: readonly KnownAccount[] = []) =>
	judgeRows(rows, new Map(known.map((account) => [account.username, account])), units, today);
const codes = (judged: JudgedRow | undefined) => judged?.faults.map(({ pointer, code }) => `${pointer} ${code}`);

function read(file: Uint8Array) {
	const records = recordsOf(file);
	return records.ok ? readSheet(records.value.records) : records;
}

function sheetOf(text: string) {
	const sheet = read(bytes(text));
	return sheet.ok ? sheet.value : sheet.faults.map(({ code }) => code);
}

const fixture = (name: string) => new Uint8Array(readFileSync(`tests/fixtures/${name}`));

describe('the columns of a sheet', () => {
	const titles = {
		username: ['username', '用户名', ' Account '],
		name: ['姓名', 'Name'],
		role: ['角色', 'ROLE'],
		unit: ['单位', 'unit']
	};
	test('come in any order, under any of their names, with others between them', () => {
		const column = fc.record({
			username: fc.constantFrom(...titles.username),
			name: fc.constantFrom(...titles.name),
			role: fc.constantFrom(...titles.role),
			unit: fc.constantFrom(...titles.unit)
		});
		fc.assert(
			fc.property(
				column,
				fc.shuffledSubarray(['username', 'name', 'role', 'unit', 'x', 'y'] as const, { minLength: 6 }),
				(named, order) => {
					const title = (key: (typeof order)[number]) => (key === 'x' || key === 'y' ? key : named[key]);
					const cell = (key: (typeof order)[number]) => (key === 'x' || key === 'y' ? '=1+1' : good[key]);
					expect(sheetOf(csvRow(order.map(title)) + csvRow(order.map(cell)))).toEqual({
						rows: [{ ...good, line: 2 }],
						ignored: order.filter((key) => key === 'x' || key === 'y'),
						headLine: 1,
						above: 0
					});
				}
			)
		);
	});

	test.each([
		['', ['sheet_empty']],
		['张三,李四\n', ['sheet_no_heads']],
		['用户名,姓名,角色\n', ['sheet_empty']],
		['姓名,单位\n李四,yinzhou\n', ['sheet_column_missing', 'sheet_column_missing']],
		['用户名,username,姓名,角色\na,b,c,d\n', ['sheet_column_twice']],
		['用户名,姓名,角色\n"abc,d,e\n', ['sheet_open_quote']],
		['用户名,姓名,角色\na"bc,d,e\n', ['sheet_stray_quote']],
		[`用户名,姓名,角色\n${'x'.repeat(5000)},d,e\n`, ['sheet_row_too_long']]
	])('%j is answered with %j', (text, expected) => {
		expect(sheetOf(text)).toEqual(expected);
	});

	test.each([
		['用户名*', '姓 名', '角色（必填）', '单位：'],
		['用户名(必填)', '姓\u3000名', '角色[必填]', '单位 (全称)'],
		['ＵＳＥＲＮＡＭＥ', 'Full Name *', '【角色】'.slice(1, -1), 'unit code']
	])('are named by %j, %j, %j and %j', (...heads) => {
		expect(sheetOf(csvRow(heads) + csvRow(['li.si', '李四', 'district', 'yinzhou']))).toMatchObject({ rows: [good] });
	});

	test.each([
		[',', 'username,name,role,unit\nli.si,李四,district,yinzhou\n'],
		[';', 'username;name;role;unit\nli.si;李四;district;yinzhou\n'],
		['\t', 'username\tname\trole\tunit\nli.si\t李四\tdistrict\tyinzhou\n'],
		['，', '用户名，姓名，角色，单位\nli.si，李四，district，yinzhou\n'],
		[';', 'sep=;\nusername;name;role;unit\nli.si;李四;district;yinzhou\n'],
		[';', '\uFEFFsep=;\r\nusername;name;role;unit\r\nli.si;李四;district;yinzhou\r\n'],
		['|', 'username|name|role|unit\nli.si|李四|district|yinzhou\n'],
		[';', '账号表\n"用户名";"姓名";"角色,必填";角色;单位\nli.si;李四;a,b;district;yinzhou\n']
	])('are split by %j where it stands between them', (delimiter, text) => {
		const file = recordsOf(bytes(text));
		expect(file).toMatchObject({ value: { delimiter } });
		expect(sheetOf(text)).toMatchObject({ rows: [good] });
	});

	test('may stand below a title, and lines are those of the file', () => {
		expect(read(fixture('accounts-title-row.csv'))).toMatchObject({
			value: { headLine: 2, above: 1, rows: [{ line: 3, username: 'zhang.san1', name: '张三', unit: '鄞州区' }] }
		});
		expect(sheetOf('sep=,\n宁波市\n\n账号,,\n用户名,姓名,角色\nabc,甲,reader\n')).toMatchObject({
			headLine: 5,
			above: 2,
			rows: [{ line: 6, username: 'abc' }]
		});
	});

	test('that cannot be split say where', () => {
		const fault = (text: string) => {
			const sheet = read(bytes(text));
			return sheet.ok ? null : sheet.faults[0];
		};
		const heads = '用户名,姓名,角色\n';
		expect(fault(`${heads}a,b,c\nd,"e,f\ng,h,i\n`)).toMatchObject({
			code: 'sheet_open_quote',
			params: { line: 3, column: 2 }
		});
		expect(fault(`${heads}a,b,"c"x\n`)).toMatchObject({ code: 'sheet_stray_quote', params: { line: 2, column: 3 } });
		expect(fault(`${heads}a,b${'b'.repeat(5000)},c\n`)).toMatchObject({ params: { line: 2 } });
		expect(fault('题目\n用户名,姓名\na,b\n')).toMatchObject({ code: 'sheet_column_missing', params: { line: 2 } });
		expect(fault('用户名,姓名,角色,账号\na,b,c,d\n')).toMatchObject({
			code: 'sheet_column_twice',
			params: { line: 1, column: '账号' }
		});
	});

	test('more rows than allowed are refused, empty lines do not count', () => {
		const rows = (count: number) => 'username,name,role\n\n' + 'abc,甲,reader\n,,\n'.repeat(count);
		expect(sheetOf(rows(10))).toMatchObject({ rows: { length: 10 } });
		expect(sheetOf(`username,name,role\n${'abc,甲,reader\n'.repeat(sheetRows + 1)}`)).toEqual(['sheet_too_long']);
	});
});

describe('the bytes of a sheet', () => {
	test('are UTF-8 with or without its mark', () => {
		const text = '用户名,姓名,角色\nabc,李四,reader\n';
		expect(sheetOf(text)).toEqual(sheetOf(`\uFEFF${text}`));
	});

	test('that are no text are refused for what they are, and no bytes at all break it', () => {
		for (const [broken, fault] of [
			[[0x50, 0x4b, 3, 4, 0, 0], { code: 'sheet_is_workbook' }],
			[[0xd0, 0xcf, 0x11, 0xe0, 0xa1], { code: 'sheet_is_workbook' }],
			[[0x61, 0x0a, 0x62, 0, 0x63], { code: 'sheet_bad_bytes', params: { line: 2, column: 2, encoding: 'UTF-8' } }],
			[[0xff, 0xfe, 0x41], { code: 'sheet_bad_bytes', params: { line: 1, column: 1, encoding: 'UTF-16' } }],
			[[0xff, 0xff, 0xff], { code: 'sheet_bad_bytes' }]
		] as const)
			expect(recordsOf(new Uint8Array(broken))).toMatchObject({ ok: false, faults: [fault] });
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 400 }), (any) => {
				const records = recordsOf(any);
				if (records.ok) readSheet(records.value.records);
			}),
			{ numRuns: 2000 }
		);
	});
});

describe('a row', () => {
	test('that nobody has is new, one that agrees is unchanged, another says what becomes of what', () => {
		const known = { ...good, branch: 'business', role: 'district', disabled: false } as const;
		expect(judge([good])[0]).toMatchObject({ verdict: 'new', faults: [] });
		expect(judge([good], [known])[0]).toMatchObject({ verdict: 'unchanged', changes: [] });
		expect(judge([{ ...good, name: '李四光', unit: '海曙区' }], [known])[0]).toMatchObject({
			verdict: 'differs',
			changes: [
				{ field: 'name', from: '李四', to: '李四光' },
				{ field: 'unit', from: 'yinzhou', to: 'haishu' }
			]
		});
	});

	test.each<[string, Partial<SheetRow>, string[]]>([
		['a username that is too short', { username: 'Li' }, ['/username bad_username']],
		['a private-use character in a name', { name: '张\uE863' }, ['/name bad_character']],
		['a name that turns around', { name: '张\u202E三' }, ['/name bad_character']],
		['a name of the language', { role: '__proto__' }, ['/role unknown_role']],
		['a name of the language for a unit', { unit: 'constructor' }, ['/unit unknown_unit']],
		['no name', { name: '' }, ['/name required']],
		['a formula for a name', { name: '=HYPERLINK("x")' }, ['/name formula_cell']],
		['a full-width formula', { name: '＝1+1' }, ['/name formula_cell']],
		['an unknown role', { role: '皇帝' }, ['/role unknown_role']],
		['an unknown unit', { unit: 'atlantis' }, ['/unit unknown_unit']],
		['a unit of another kind', { unit: 'ipo' }, ['/unit role_not_for_unit']],
		['a unit for a reader', { role: '只读' }, ['/unit no_unit_for_role']]
	])('with %s is wrong and says where', (_, cells, expected) => {
		const [judged] = judge([{ ...good, ...cells }]);
		expect(judged?.verdict).toBe('wrong');
		expect(codes(judged)).toEqual(expected);
	});

	test('is about the account that its username means, and about role and unit in any width', () => {
		const typed = { username: 'Ｌｉ.Si', name: '李四', role: '区县(市)、园区', unit: ' 鄞州 区' };
		expect(judge([typed])).toMatchObject([
			{ verdict: 'new', row: { username: 'li.si', role: 'district', unit: 'yinzhou' } }
		]);
		const known = { ...good, branch: 'business', role: 'district', disabled: false } as const;
		expect(judge([typed], [known])[0]?.verdict).toBe('unchanged');
		expect(codes(judge([good, typed])[1])).toEqual(['/username username_twice']);
	});

	test('with a character that nobody can type is wrong in its place, not the whole sheet', () => {
		const sheet = read(fixture('accounts-private-use.csv'));
		const [judged] = sheet.ok ? judge(sheet.value.rows.map(({ line: _, ...row }) => row)) : [];
		expect(judged?.faults).toEqual([{ pointer: '/name', code: 'bad_character', params: { character: 'U+E863' } }]);
	});

	test('may not name a disabled account, change its branch, or stand twice', () => {
		const known = { ...good, branch: 'business', role: 'district', disabled: true } as const;
		expect(codes(judge([good], [known])[0])).toEqual(['/username account_disabled']);
		const admin = judge([{ ...good, role: '审计管理员', unit: '' }], [{ ...known, disabled: false }]);
		expect(codes(admin[0])).toEqual(['/role role_not_of_branch']);
		expect(judge([good, good]).map(codes)).toEqual([[], ['/username username_twice']]);
	});

	test('of any text is judged, never thrown at; what is let through is what the rules let through', () => {
		const text = fc.oneof(
			fc.string({ maxLength: 12 }),
			fc.constantFrom('', 'reader', 'district', 'yinzhou', '__proto__')
		);
		fc.assert(
			fc.property(
				fc.array(fc.record({ username: text, name: text, role: text, unit: text }), { maxLength: 6 }),
				(rows) => {
					const judged = judge(rows);
					expect(judged).toHaveLength(rows.length);
					const passed = judged.filter(({ verdict }) => verdict !== 'wrong').map(({ row }) => row);
					expect(new Set(passed.map(({ username }) => username)).size).toBe(passed.length);
					for (const { username, name } of passed) {
						expect(username).toMatch(/^[a-z0-9][a-z0-9._-]{2,39}$/);
						expect(name).not.toMatch(/^[=+\-@＝＋－＠]/);
					}
					expect(fingerprintOf(judged)).toBe(fingerprintOf(judge(rows)));
				}
			),
			{ numRuns: 500 }
		);
	});
});
