// Every type of event has a word of its own in both languages, and names in exports are masked.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue, features } from '#lib/app/features.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { eventTypesOf, eventWord, fieldWord, valueWord } from './event-words.ts';
import { differences } from './event-view.ts';
import { maskName } from './mask.ts';

describe('words of events', () => {
	const source = readFileSync(resolve(import.meta.dirname, '../protocol/event.ts'), 'utf8');
	const union = /export type CoreEventType =([^;]+);/.exec(source)?.[1] ?? '';
	const types = [
		...features.flatMap(({ events }) => Object.keys(events)),
		...[...union.matchAll(/'(\w+)'/g)].map(([, type]) => type ?? '')
	];

	it('are there for every type of the protocol', () => {
		expect(types.length).toBeGreaterThan(40);
		expect([...eventTypesOf(catalogue)].sort()).toEqual([...types].sort());
	});

	it('tell the types apart in both languages', () => {
		for (const locale of ['zh-CN', 'en'] as const) {
			overwriteGetLocale(() => locale);
			const words = types.map((type) => eventWord(catalogue, type));
			expect(new Set(words).size).toBe(types.length);
			for (const word of words) expect(/\p{Script=Han}/u.test(word)).toBe(locale === 'zh-CN');
		}
	});

	it('are there for fields and codes too, and any other stands for itself', () => {
		overwriteGetLocale(() => 'zh-CN');
		expect([fieldWord('cause'), valueWord('cause', 'locked', {})]).toEqual(['原因', '已锁定']);
		expect([fieldWord('factor'), valueWord('factor', 'recovery', {})]).toEqual(['验证方式', '恢复码']);
		expect([fieldWord('sample'), valueWord('sample', '1', {})]).toEqual(['样例', '是']);
		for (const name of ['constructor', 'toString', 'newer'])
			expect([fieldWord(name), valueWord(name, 'name', {}), valueWord('cause', name, {})]).toEqual([
				name,
				'name',
				name
			]);
	});

	it('are said of a type by one feature alone', () => {
		expect(new Set(types).size).toBe(types.length);
	});

	it('leave a type of a newer version as it is', () => {
		expect(eventWord(catalogue, 'somethingNew')).toBe('somethingNew');
		expect(eventWord(catalogue, 'toString')).toBe('toString');
	});
});

describe('masked names', () => {
	it('keep the first character alone', () => {
		expect(['张三', '欧阳修', '司马相如', '李', 'zhang.wei', ' ', '𠮷野家'].map(maskName)).toEqual([
			'张*',
			'欧**',
			'司**',
			'李*',
			'z**',
			'',
			'𠮷**'
		]);
	});

	it('never hold more of the name', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (name) => {
				expect([...maskName(name)].slice(1).every((sign) => sign === '*')).toBe(true);
			})
		);
	});
});

describe('differences between versions', () => {
	it('are the fields that differ, those that came and those that went', () => {
		const before = { name: '张三', role: 'reader', unit: null, disabled: false };
		expect(differences(before, { ...before, name: '张四', unit: 'haishu' })).toEqual([
			{ field: 'name', from: '张三', to: '张四' },
			{ field: 'unit', from: null, to: 'haishu' }
		]);
		expect(differences(null, { idleMinutes: 30 })).toEqual([{ field: 'idleMinutes', from: null, to: '30' }]);
		expect(differences({ contact: 'A' }, null)).toEqual([{ field: 'contact', from: 'A', to: null }]);
		expect(differences({ __proto__: { name: 'x' } }, {})).toEqual([]);
	});
});
