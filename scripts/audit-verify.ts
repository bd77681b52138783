// `npm run audit:verify`: checks the whole log, the signed heads, the cells and the rows; names the first bad thing and exits 1. Works while the server runs.
import { findInstallationKey } from '#lib/access/installation-key.server.ts';
import { cutText } from '#lib/log/cut-audits.server.ts';
import { readSignedHeads, type ReadHeads } from '#lib/log/signed-heads.server.ts';
import type { BadRow } from '#lib/log/verify-cells.server.ts';
import { verifyLog, type BrokenLink } from '#lib/log/verify-chain.server.ts';
import { readConfig } from '#lib/platform/config.server.ts';
import { OperatorFault } from '#lib/platform/operator-fault.ts';
import { openPlace } from '#lib/platform/place.server.ts';
import { runCommand } from './run-command.ts';

const faults: Readonly<Record<BrokenLink['fault'], string>> = {
	missing: '缺少这一行 / the row is missing',
	changed: '内容与其散列不符 / the row is not the one that was hashed',
	moved: '与前一行不相接 / the row does not follow the one before it',
	replaced: '与数据库外签名的散列不符 / another row stood here when the heads were signed',
	cut: '此前的记录被删去，而检查点没有有效签名 / what came before was cut off without a valid signature',
	hidden: '审计页面看不到这一事件 / no copy of the event is shown to the audit'
};
const rowFaults: Readonly<Record<BadRow['fault'], string>> = {
	changed: '与日志中的摘要不符 / the row is not what the log says',
	missing: '日志中有，表中没有 / the log tells of the row, and it is gone',
	unknown: '表中有，日志中没有 / no event tells of the row',
	unlinked: '曾在系统之外被改动 / the row was changed from outside before it was written again'
};
const noHeads: ReadHeads = { heads: new Map(), lines: 0, badLine: null, last: '', torn: false };

await runCommand(async () => {
	const config = readConfig(process.env);
	const started = performance.now();
	const { database, close } = await openPlace(config);
	try {
		const [found] = await database.sql<{ log: boolean }[]>`select to_regclass('event') is not null as log`;
		if (!found?.log)
			throw new OperatorFault(
				`there is no log here yet; is ${config.databaseUrl === null ? `DATA_DIR (${config.dataDir})` : 'DATABASE_URL'} right? / 这里还没有日志，请核对数据位置`
			);
		const key = await findInstallationKey(config.dataDir, config.secretKey);
		const signed = key ? await readSignedHeads(key, config.dataDir) : noHeads;
		const { broken, ...counts } = await verifyLog(database.db, {
			cutIsSigned: (cut) => key?.verify(cutText(cut), cut.signature) ?? true,
			heads: signed.heads,
			key
		});
		const seconds = ((performance.now() - started) / 1000).toFixed(1);
		process.stdout.write(
			`${counts.events} events, ${counts.streams} streams, ${counts.cuts} cuts, ${signed.lines} signed lines, ${counts.cells} cells, ${counts.rows ?? 0} rows, ${seconds} s\n`
		);
		if (broken) process.stderr.write(`✗ ${sentenceOf(broken)}\n`);
		if (signed.badLine !== null)
			process.stderr.write(
				`✗ audit/heads.jsonl ${signed.badLine}: 签名无效或前后不接 / not signed by this installation, or out of order\n`
			);
		if (broken || signed.badLine !== null) process.exitCode = 1;
		else if (!key)
			process.stdout.write(
				'✓ 日志前后相接 / The log is whole. 没有安装密钥，未核对签名和各行摘要 / Without the installation key signatures and rows were left out.\n'
			);
		else if (counts.rows === null)
			process.stdout.write(
				'✓ 日志完整，与签名一致 / The log is whole and as it was signed. 日志中没有以此密钥计算的摘要，未核对各行 / It holds no digests by this key: rows were left out.\n'
			);
		else
			process.stdout.write(
				'✓ 日志完整，与签名一致，各行与日志一致 / The log is whole and as it was signed, and the rows are what it says.\n'
			);
	} finally {
		await close();
	}
});

function sentenceOf(broken: BrokenLink | BadRow): string {
	return 'table' in broken
		? `${broken.table} ${broken.id}: ${rowFaults[broken.fault]}`
		: `${broken.stream} ${broken.seq}: ${faults[broken.fault]}`;
}
