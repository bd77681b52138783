// Keeps a second process off the embedded database's folder: two of them would corrupt it.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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
		const holder = readHolder(file);
		if (holder !== null && isAlive(holder)) throw new DataDirectoryInUse(directory, holder.pid);
		// Renaming is atomic: of two processes that find the same dead holder, one wins and the other looks again.
		try {
			renameSync(file, `${file}.stale-${process.pid}`);
			rmSync(`${file}.stale-${process.pid}`, { force: true });
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
		}
	}
}

interface Holder {
	readonly pid: number;
	readonly started: string;
}

function readHolder(file: string): Holder | null {
	try {
		const [pid = '', started = ''] = readFileSync(file, 'utf8').split(' ');
		return /^\d+$/.test(pid) ? { pid: Number(pid), started } : null;
	} catch {
		return null;
	}
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
