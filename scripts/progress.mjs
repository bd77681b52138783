// Shows long steps with their elapsed seconds, and runs the programs that they consist of. Works on Node 20 without packages.
import { spawn } from 'node:child_process';

/** @typedef {{ code: number, output: string }} Finished how a program ended (0 is success) and what it printed */

/**
 * Runs one step with its title on standard error: once when it begins, once with the seconds it took.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function showStep(title, work) {
	const startedAt = performance.now();
	const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(0)} s`;
	process.stderr.write(`… ${title}\n`);
	const ticker = process.stderr.isTTY ? setInterval(() => process.stderr.write(`\r  ${seconds()} `), 1000) : undefined;
	try {
		const result = await work();
		clearInterval(ticker);
		process.stderr.write(`${process.stderr.isTTY ? '\r' : ''}✓ ${title} (${seconds()})\n`);
		return result;
	} finally {
		clearInterval(ticker);
	}
}

/**
 * Ends the script with what the failed program said last and one line about what to do.
 * @param {string} printed
 * @param {string[]} advice the same sentence in Chinese and in English
 * @returns {never}
 */
export function giveUp(printed, advice) {
	const tail = printed.trimEnd().split('\n').slice(-25).join('\n');
	if (tail !== '') process.stderr.write(`${tail}\n`);
	process.stderr.write(`\n✗ ${advice.join(' / ')}\n`);
	process.exit(1);
}

/** @type {Map<import('node:child_process').ChildProcess, NodeJS.Signals>} */
const running = new Map();
/** @type {[NodeJS.Signals, number][]} */
const endings = [
	['SIGTERM', 143],
	['SIGINT', 130],
	['SIGHUP', 129]
];
const onSignal = endings.map(([signal, code]) => /** @type {const} */ ([signal, () => endAll(code)]));

/**
 * Runs a program to its end without a terminal. It stays in our process group, and is ended when we are.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, shell?: boolean, timeoutMs?: number, endWith?: NodeJS.Signals }} [options]
 * @returns {Promise<Finished>}
 */
export function runProgram(command, args, options = {}) {
	return new Promise((resolve) => {
		if (running.size === 0) for (const [signal, end] of onSignal) process.on(signal, end);
		const child = spawn(command, args, {
			env: { ...process.env, ...options.env },
			shell: options.shell ?? false,
			stdio: ['ignore', 'pipe', 'pipe'],
			...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs, killSignal: 'SIGKILL' })
		});
		running.set(child, options.endWith ?? 'SIGTERM');
		let output = '';
		const collect = (/** @type {string} */ text) => {
			output = (output + text).slice(-400_000);
		};
		child.stdout.setEncoding('utf8').on('data', collect);
		child.stderr.setEncoding('utf8').on('data', collect);
		const finish = (/** @type {number} */ code) => {
			running.delete(child);
			if (running.size === 0) for (const [signal, end] of onSignal) process.off(signal, end);
			resolve({ code, output });
		};
		child.on('error', (error) => {
			output += `${error.message}\n`;
			finish(127);
		});
		child.on('close', (code) => finish(code ?? 1));
	});
}

/** Ends every program that is still running. */
export function endPrograms() {
	for (const [child, signal] of running) child.kill(signal);
}

function endAll(/** @type {number} */ code) {
	endPrograms();
	process.exit(code);
}
