// Keeps a second process off the embedded database's folder: two of them would corrupt it.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export class DataDirectoryInUse extends Error {
	readonly pid: number;
	constructor(directory: string, pid: number) {
		super(
			`${directory}: in use by process ${pid}; stop it first or set another DATA_DIR / 正被进程 ${pid} 使用,请先停止它,或另设 DATA_DIR`
		);
		this.name = 'DataDirectoryInUse';
		this.pid = pid;
	}
}

/**
 * Takes the folder for this process.
 * @returns a function that gives it back
 * @throws DataDirectoryInUse when a living process holds it
 */
export function lockDataDirectory(directory: string): () => void {
	const file = join(directory, 'lock');
	const mine = `${process.pid} ${startOfProcess(process.pid)}`;
	for (;;) {
		try {
			writeFileSync(file, mine, { flag: 'wx', mode: 0o600 });
			return () => {
				rmSync(file, { force: true });
			};
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		}
		const held = readLock(file);
		if (held === null) continue;
		const holder = holderOf(held);
		if (holder !== null && isAlive(holder)) throw new DataDirectoryInUse(directory, holder.pid);
		setAside(file, held);
	}
}

/** So long a process that was told to end may take to write everything out. */
const endingMs = 10_000;

/**
 * Takes the folder for this process, and waits for one that is just ending: who starts again at once comes before it has gone.
 * @param onwait told once whom it waits for
 * @throws DataDirectoryInUse when the other is still there at the end
 */
export async function lockWhenFree(
	directory: string,
	onwait: (pid: number) => void = () => undefined,
	patienceMs = endingMs
): Promise<() => void> {
	const until = performance.now() + patienceMs;
	for (let told = false; ; told = true) {
		try {
			return lockDataDirectory(directory);
		} catch (error) {
			if (!(error instanceof DataDirectoryInUse) || performance.now() >= until) throw error;
			if (!told) onwait(error.pid);
			await wait(100);
		}
	}
}

/** Takes a dead holder's lock away. Of two processes that found it, the slower may have caught the quicker one's: that goes back. */
function setAside(file: string, dead: string): void {
	const aside = `${file}.stale-${process.pid}`;
	try {
		renameSync(file, aside);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
		throw error;
	}
	if (readLock(aside) === dead) rmSync(aside, { force: true });
	else renameSync(aside, file);
}

interface Holder {
	readonly pid: number;
	readonly started: string;
}

function readLock(file: string): string | null {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
		throw error;
	}
}

/** Null for a file that no holder finished writing. */
function holderOf(text: string): Holder | null {
	const [pid = '', started = ''] = text.split(' ');
	return /^\d+$/.test(pid) ? { pid: Number(pid), started } : null;
}

function isAlive(holder: Holder): boolean {
	try {
		process.kill(holder.pid, 0);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
	}
	// After a restart of the machine or a container another process may carry the same number.
	return holder.started === startOfProcess(holder.pid);
}

/** When a process started, in the kernel's ticks; '' where /proc does not tell. */
function startOfProcess(pid: number): string {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
	} catch {
		return '';
	}
}
