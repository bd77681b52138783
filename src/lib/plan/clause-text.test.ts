// Clauses as readers name them.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { clauseText } from './clause-text.ts';

const clauses = JSON.parse(readFileSync('plans/ningbo-2017/clauses.json', 'utf8')) as { ref: string }[];

it('[R279] have full-width brackets in Chinese and no Chinese in English', () => {
	expect(clauseText('三(一)1(2)', 'zh-CN')).toBe('三（一）1（2）');
	expect(clauseText('三(一)1(2)', 'en')).toBe('III (1) 1 (2)');
	expect(clauseText('二(四)', 'en')).toBe('II (4)');
	for (const { ref } of clauses) {
		expect(clauseText(ref, 'en')).not.toMatch(/\p{Script=Han}/u);
		expect(clauseText(ref, 'zh-CN')).not.toMatch(/[()]/);
	}
	expect(new Set(clauses.map(({ ref }) => clauseText(ref, 'en'))).size).toBe(clauses.length);
});
