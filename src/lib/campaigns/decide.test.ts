// What is refused of a campaign, and what it is recorded as.
import { describe, expect, it } from 'vitest';
import type { Actor } from '#lib/access/roles.ts';
import { day } from '#lib/kernel/day.ts';
import { parse } from '#lib/kernel/fields.ts';
import { ningboPlan } from '../../../tests/support/ningbo-plan.ts';
import { office, someone } from '../../../tests/support/actors.ts';
import { campaignChoices } from './campaign-choices.ts';
import { campaignSchema } from './campaign.ts';
import { decideCampaign } from './decide.ts';

const plan = await ningboPlan();
const today = day('2019-09-16');
const amr = someone('department', 'amr');
const yinzhou = someone('district', 'yinzhou');
const whole = {
	name: '商标专项',
	kind: 'counterfeiting',
	start: '2019-03-01',
	end: '2019-08-31',
	units: ['police', 'amr']
};

function decide(actor: Actor, change: Record<string, unknown> = {}) {
	const input = parse(campaignSchema, { ...whole, ...change });
	return input.ok ? decideCampaign(plan, actor, today, input.value) : input;
}
const fault = (actor: Actor, change: Record<string, unknown>) => {
	const result = decide(actor, change);
	return result.ok ? null : result.faults.map(({ pointer, code }) => `${pointer} ${code}`);
};

describe('[R293] a campaign', () => {
	it('is of the unit that enters it, with the units in official order', () => {
		expect(decide(amr, { cases: 0 })).toEqual({
			ok: true,
			value: {
				...{ name: '商标专项', kind: 'counterfeiting', start: '2019-03-01', end: '2019-08-31' },
				...{ territory: null, units: ['amr', 'police'], cases: 0, unit: 'amr' }
			}
		});
	});

	it('knows no cases where none are given, which is not 0', () => {
		expect(decide(amr)).toMatchObject({ value: { cases: null } });
		expect(decide(amr, { cases: '12' })).toMatchObject({ value: { cases: 12 } });
	});

	it.each([
		[{ end: '2019-02-28' }, ['/end end_before_start']],
		[{ end: '2019-09-17' }, ['/end in_future']],
		[{ start: '2019-09-17', end: null }, ['/start in_future']],
		[{ start: '2016-12-31' }, ['/start before_base_year']],
		[{ units: [] }, ['/units required']],
		[{ units: ['amr', 'navy'] }, ['/units/1 unknown_unit']],
		[{ territory: 'mars' }, ['/territory unknown_territory']],
		[{ cases: -1 }, ['/cases figure_not_whole']],
		[{ cases: '1.5' }, ['/cases figure_not_whole']],
		[{ cases: 99_999_999 }, ['/cases figure_too_large']],
		[{ cases: '99999999' }, ['/cases figure_too_large']],
		[{ kind: 'raid' }, ['/kind bad_choice']],
		[{ name: ' ' }, ['/name required']]
	])('%j is refused: %j', (change, expected) => {
		expect(fault(amr, change)).toEqual(expected);
	});

	it('is entered by those whom the plan names, a district for itself alone', () => {
		expect(decide(yinzhou, { territory: 'yinzhou' }).ok).toBe(true);
		expect(fault(yinzhou, { territory: 'haishu' })).toEqual(['/territory not_your_unit']);
		expect(fault(yinzhou, {})).toEqual(['/territory not_your_unit']);
		expect(fault(someone('department', 'finance'), {})).toEqual(['/territory not_allowed']);
		expect(decide(office).ok).toBe(true);
	});

	it('is offered to the same', () => {
		expect(campaignChoices(plan, yinzhou)).toMatchObject({ territories: ['yinzhou'], city: false, own: 'yinzhou' });
		expect(campaignChoices(plan, amr)).toMatchObject({ city: true });
		expect(campaignChoices(plan, someone('department', 'finance'))).toBeNull();
	});
});
