// What no digest covers is told to whoever reads of the security.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkedOtherwise, uncoveredColumns, uncoveredTables } from './covered-tables.ts';

test('docs/security.md lists what is checked otherwise and what is not, with the same reasons', () => {
	const document = readFileSync('docs/security.md', 'utf8');
	const columns = Object.entries(uncoveredColumns).flatMap(([table, reasons]) =>
		Object.entries(reasons).map(([column, reason]) => [`${table}.${column}`, reason] as const)
	);
	const lines = [...Object.entries(checkedOtherwise), ...Object.entries(uncoveredTables), ...columns].map(
		([name, reason]) => `| \`${name}\` | ${reason} |`
	);
	expect(lines.filter((line) => !document.includes(line))).toEqual([]);
});
