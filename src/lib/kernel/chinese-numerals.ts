// Whole numbers and amounts as Chinese says them: 125000.5 yuan is 十二万五千元五角.
const digits = '零一二三四五六七八九';
const places = ['', '十', '百', '千'];
const groups = ['', '万', '亿', '万亿'];

/** A whole number of at least 0, below 10^16. */
export function chineseNumber(value: bigint): string {
	if (value === 0n) return '零';
	const text = value.toString();
	let said = '';
	let gap = false;
	for (let group = Math.ceil(text.length / 4) - 1; group >= 0; group--) {
		const part = text.slice(Math.max(0, text.length - group * 4 - 4), text.length - group * 4);
		let own = '';
		for (const [index, digit] of [...part].entries()) {
			if (digit === '0') {
				gap = true;
				continue;
			}
			// One 零 for any number of empty places between two that are not.
			if (gap && said + own !== '') own += '零';
			gap = false;
			own += `${digits[Number(digit)]}${places[part.length - 1 - index]}`;
		}
		if (own !== '') said += `${own}${groups[group]}`;
	}
	return said.replace(/^一十/, '十');
}

/** An amount in whole fen: "十二万五千元五角", "五分". */
export function chineseYuan(fen: bigint): string {
	const [yuan, jiao, cent] = [fen / 100n, (fen / 10n) % 10n, fen % 10n];
	const whole = yuan === 0n ? '' : `${chineseNumber(yuan)}元`;
	const tenth = jiao === 0n ? (whole !== '' && cent !== 0n ? '零' : '') : `${digits[Number(jiao)]}角`;
	return `${whole}${tenth}${cent === 0n ? '' : `${digits[Number(cent)]}分`}` || '零元';
}
