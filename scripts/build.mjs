// Builds the product, or finds that the build at hand is of these very sources.
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { giveUp, runProgram, showStep } from './progress.mjs';
import { programOf } from './programs.mjs';

const root = resolve(import.meta.dirname, '..');
const stamp = join(root, 'build', '.built-from');

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();

/** Builds if there is no build, or if it was made from other sources than these. */
export async function buildIfNeeded() {
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hashOfSources()) return;
	await build();
}

export async function build() {
	// Vite takes what follows the first two for the query of an address, Node puts the name of a module in the place of the third.
	if (/[#?*]/.test(root)) {
		giveUp('', [
			`路径中不能有 #、? 和 *，请将本文件夹改名或移动：${root}`,
			`The path must not have #, ? or * in it: rename or move this folder: ${root}`
		]);
	}
	const hash = hashOfSources();
	makeStale();
	const { code, output } = await showStep('构建 / Building', () =>
		runProgram(process.execPath, [programOf('vite'), 'build'], { env: { NODE_ENV: 'production' } })
	);
	if (code !== 0) {
		giveUp(output, [
			'构建失败：上面是出错的位置；改正后重新运行同一条命令。',
			'The build failed: the lines above say where; correct it and run the same command again.'
		]);
	}
	await checkBuild();
	writeFileSync(stamp, hash);
}

/** What is about to be overwritten counts no longer, whatever becomes of the build. */
function makeStale() {
	try {
		rmSync(stamp, { force: true });
	} catch (error) {
		giveUp(String(error), [
			`无法写入 ${root}：请授予当前用户写权限，或在可写的位置构建后再部署。`,
			`${root} cannot be written: grant it to this user, or build where it can be written and deploy that.`
		]);
	}
}

/** A tool may say that all went well and leave what does not run: its smallest part is tried. */
async function checkBuild() {
	const { href } = pathToFileURL(join(root, 'build', 'env.js'));
	const program = `await import(${JSON.stringify(href)})`;
	const { code, output } = await runProgram(process.execPath, ['--input-type=module', '-e', program]);
	if (code === 0) return;
	giveUp(output, [
		'构建结果无法运行：上面是出错的位置。',
		'What was built does not run: the lines above say where it fails.'
	]);
}

/** Everything that goes into a build; what is generated into the sources is left out, its own sources are in. */
function hashOfSources() {
	const files = globSync(
		[
			'{src,static,messages,patches}/**',
			'{package.json,package-lock.json,svelte.config.js,vite.config.ts,tsconfig.json}',
			'project.inlang/settings.json'
		],
		{ cwd: root }
	)
		.map((file) => file.replaceAll(sep, '/'))
		// What glob is told to exclude it compares with the whole path, whose brackets and braces mean something else there.
		.filter((file) => !file.startsWith('src/lib/paraglide/') && !file.endsWith('.test.ts'));
	const hash = createHash('sha256').update(process.version);
	for (const file of files.sort()) {
		const path = join(root, file);
		if (statSync(path).isFile()) hash.update(`\0${file}\0`).update(readFileSync(path));
	}
	return hash.digest('hex');
}
