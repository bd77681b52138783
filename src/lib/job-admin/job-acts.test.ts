// What a form of the jobs' page sends, as the commands get it.
import { expect, it } from 'vitest';
import { parse } from '#lib/kernel/fields.ts';
import { runNowSchema, tryAgainSchema } from './job-acts.ts';

it('[R286] a job without a subject is run by its kind alone, as its form sends it', () => {
	expect(parse(runNowSchema, { kind: 'housekeeping' })).toEqual({
		ok: true,
		value: { kind: 'housekeeping', subject: '' }
	});
	expect(parse(runNowSchema, { kind: 'signed-heads', subject: 'a1b2' })).toMatchObject({ value: { subject: 'a1b2' } });
});

it('[R286] what no form sends is refused by its field', () => {
	const faults = (input: object) => {
		const parsed = parse(runNowSchema, input);
		return parsed.ok ? [] : parsed.faults.map(({ pointer, code }) => `${pointer} ${code}`);
	};
	expect(faults({ kind: ' ' })).toEqual(['/kind required']);
	expect(faults({ kind: 'a\u0000b' })).toEqual(['/kind bad_character']);
	expect(faults({ kind: 'a', subject: 'a\u0000b' })).toEqual(['/subject bad_character']);
	expect(parse(tryAgainSchema, { reaction: 'r', stream: 's', seq: '0' }).ok).toBe(false);
});
