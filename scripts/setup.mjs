// Installs the packages of the lockfile if they are missing or differ from it, and patches the one that needs it. Runs on Node 20 without packages, before start and test.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import './end-with-npm.mjs';
import { patchDriver } from './patch-driver.mjs';
import { giveUp, runProgram, showStep } from './progress.mjs';

const NEEDED_NODE = 24;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lockfile = join(root, 'package-lock.json');
const modules = join(root, 'node_modules');
const packaged = join(modules, '.bin', 'node');
const stamp = join(modules, '.installed-from');

process.chdir(root);
await installIfNeeded();
await patchDriver(root);
requireNode();

async function installIfNeeded() {
	const wanted = createHash('sha256').update(readFileSync(lockfile)).digest('hex');
	if (readIfThere(stamp) === wanted && isWhole()) return;
	if (!matchesLockfile() || !isWhole()) await showStep('安装依赖 / Installing packages', install);
	writeFileSync(stamp, wanted);
}

async function install() {
	const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
	const npm = process.env.npm_execpath;
	const { code, output } =
		npm === undefined || !existsSync(npm)
			? await runProgram('npm', args, { shell: process.platform === 'win32', endWith: 'SIGKILL' })
			: // Asked politely, npm goes on to the end; what it leaves half done is installed afresh next time.
				await runProgram(process.execPath, [npm, ...args], { endWith: 'SIGKILL' });
	if (code === 0) return;
	// npm says first what is wrong, then repeats its manual.
	giveUp(output.split('\n').slice(0, 15).join('\n'), [
		'安装依赖失败：请检查网络和 npm 的 registry 设置，然后重新运行同一条命令。',
		'Installing the packages failed: check the network and the registry setting of npm, then run the same command again.'
	]);
}

/** Commands are linked last: where they are missing, an installation was cut off. */
function isWhole() {
	const packagedNode = `node_modules/node-${process.platform.replace('win32', 'win')}-${process.arch}`;
	const isOffered = packagedNode in JSON.parse(readFileSync(lockfile, 'utf8')).packages;
	return (
		existsSync(join(modules, '.bin', 'vite')) && (!isOffered || isNewEnough(process.version) || existsSync(packaged))
	);
}

/** Whether what npm says it installed is what the lockfile asks for, so that a hand-made `npm install` is not repeated. */
function matchesLockfile() {
	const installed = readIfThere(join(modules, '.package-lock.json'));
	if (installed === undefined) return false;
	const have = JSON.parse(installed).packages;
	return Object.entries(JSON.parse(readFileSync(lockfile, 'utf8')).packages).every(([path, wanted]) => {
		if (path === '' || wanted.link === true) return true;
		const found = have[path];
		if (found === undefined) return wanted.optional === true || wanted.devOptional === true || wanted.peer === true;
		return found.version === wanted.version && existsSync(join(root, path, 'package.json'));
	});
}

/** The next step of the same npm command runs on the packaged Node where there is one, otherwise on this machine's. */
function requireNode() {
	const version = existsSync(packaged)
		? spawnSync(packaged, ['--version'], { encoding: 'utf8' }).stdout?.trim()
		: process.version;
	if (isNewEnough(version)) return;
	giveUp('', [
		`需要 Node ${NEEDED_NODE} 或更新版本，本机为 ${process.version}，且没有适用于 ${process.platform}-${process.arch} 的随附版本：请安装 Node ${NEEDED_NODE} 后重试。`,
		`Node ${NEEDED_NODE} or newer is needed; this machine has ${process.version} and no packaged Node runs on ${process.platform}-${process.arch}: install Node ${NEEDED_NODE} and run the command again.`
	]);
}

/** @param {string | undefined} version as Node prints it: v24.1.0 */
function isNewEnough(version) {
	return Number(version?.slice(1).split('.')[0]) >= NEEDED_NODE;
}

/** @param {string} file */
function readIfThere(file) {
	return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
