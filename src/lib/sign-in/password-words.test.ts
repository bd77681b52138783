// The words that a password here must not contain.
import { describe, expect, it } from 'vitest';
import { ningboPlan } from '../../../tests/support/ningbo-plan.ts';
import { guessedWords } from './password-words.ts';

const plan = await ningboPlan();

describe('the words that are guessed here', () => {
	it('are those of the product, the city, the person and the unit', () => {
		expect(guessedWords(plan, { name: '王小明', unit: 'haishu' })).toEqual(
			expect.arrayContaining(['jindu', '进度', 'ningbo', '王小明', 'haishu', '海曙'])
		);
	});

	it('are none of other units, no years, and nothing so short that it turns up by chance', () => {
		const words = guessedWords(plan, { name: 'Li', unit: null });
		expect(words).toEqual(['jindu', '进度', 'ningbo']);
	});
});
