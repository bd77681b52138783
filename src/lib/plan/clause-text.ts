// A clause of the document as readers name it: "三（一）1（2）", in English "III (1) 1 (2)". Ids and addresses keep their half-width form.
const numerals = '一二三四五六七八九十';
const romans = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X'];

export function clauseText(clause: string, locale: string): string {
	if (locale !== 'en') return clause.replaceAll('(', '（').replaceAll(')', '）');
	return clause
		.replace(/^[一二三四五六七八九十]/, (one) => romans[numerals.indexOf(one)] ?? one)
		.replace(/[一二三四五六七八九十]/g, (one) => String(numerals.indexOf(one) + 1))
		.replace(/(?<=\S)\(/g, ' (')
		.replace(/\)(?=\S)/g, ') ')
		.replace(/^附件/, 'Annex ')
		.trim();
}
