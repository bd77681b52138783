// Keeps a second process off the embedded database's folder: two of them would corrupt it.
import { closeSync, fstatSync, ftruncateSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { NoFileLocks, tryFileLock } from './file-lock.server.ts';
import { OperatorFault } from './operator-fault.ts';

export class DataDirectoryInUse extends OperatorFault {
	/** Whose it is, in words. */
	readonly by: { readonly en: string; readonly zh: string };

	/** @param holder what it wrote of itself; null when it has written nothing yet */
	constructor(directory: string, holder: Holder | null) {
		const by = inWords(holder);
		super(
			`DATA_DIR: ${directory} is in use by ${by.en}; stop it first or set another DATA_DIR / 正被${by.zh}使用，请先停止它，或另设 DATA_DIR`
		);
		this.name = 'DataDirectoryInUse';
		this.by = by;
	}
}

/** What a process writes of itself into the file that it locks: for people, not for the decision. */
export interface Holder {
	readonly pid: number;
	/** When it started, in the kernel's ticks; '' where /proc does not tell. */
	readonly started: string;
	/** Versions up to 0.1 wrote no host, and held no lock of the system. */
	readonly host?: string;
}

/**
 * Takes the folder for this process.
 * @returns a function that gives it back
 * @throws DataDirectoryInUse when another process has it
 * @throws OperatorFault when the file system cannot lock
 */
export function lockDataDirectory(directory: string): () => void {
	const file = join(directory, 'lock');
	for (;;) {
		const fd = openSync(file, 'a+', 0o600);
		try {
			if (tryFileLock(fd) === 'held') throw new DataDirectoryInUse(directory, readHolder(file));
			const before = readHolder(file);
			if (before !== null && isOldAndAlive(before)) throw new DataDirectoryInUse(directory, before);
			if (isStill(file, fd)) {
				ftruncateSync(fd);
				writeSync(fd, `${process.pid} ${startOfProcess(process.pid)} ${hostname()}\n`);
				return () => {
					// The file stays: who waits for its lock must not be left with one that nobody else finds.
					ftruncateSync(fd);
					closeSync(fd);
				};
			}
			closeSync(fd);
		} catch (error) {
			closeSync(fd);
			throw error instanceof NoFileLocks ? cannotLock(directory, error) : error;
		}
	}
}

/** So long a process that was told to end may take to write everything out; server.js ends it sooner. */
const endingMs = 15_000;

/**
 * Takes the folder for this process, and waits for one that is just ending: who starts again at once comes before it has gone.
 * @param onwait told once for what it waits
 * @throws DataDirectoryInUse when the other is still there at the end
 */
export async function lockWhenFree(
	directory: string,
	onwait: (fault: DataDirectoryInUse) => void = () => undefined,
	patienceMs = endingMs
): Promise<() => void> {
	const until = performance.now() + patienceMs;
	for (let told = false; ; told = true) {
		try {
			return lockDataDirectory(directory);
		} catch (error) {
			if (!(error instanceof DataDirectoryInUse) || performance.now() >= until) throw error;
			if (!told) onwait(error);
			await wait(100);
		}
	}
}

function inWords(holder: Holder | null): DataDirectoryInUse['by'] {
	if (holder === null) return { en: 'another process', zh: '另一进程' };
	const { pid, host } = holder;
	return host === undefined
		? { en: `process ${pid}`, zh: `进程 ${pid} ` }
		: { en: `process ${pid} on ${host}`, zh: `主机 ${host} 上的进程 ${pid} ` };
}

/** Whether the file that was opened still stands under its name: an old version takes its own away when it ends. */
function isStill(file: string, fd: number): boolean {
	const named = statSync(file, { bigint: true, throwIfNoEntry: false });
	const opened = fstatSync(fd, { bigint: true });
	return named?.ino === opened.ino && named.dev === opened.dev;
}

function readHolder(file: string): Holder | null {
	try {
		const [pid = '', started = '', host] = readFileSync(file, 'utf8').trim().split(' ');
		return /^\d+$/.test(pid) ? { pid: Number(pid), started, ...(host === undefined ? {} : { host }) } : null;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
		throw error;
	}
}

/** A version from before the system's lock may still run: it is known by its number, where we can see it. */
function isOldAndAlive({ pid, started, host }: Holder): boolean {
	if (host !== undefined) return false;
	try {
		process.kill(pid, 0);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
	}
	// After a restart of the machine or a container another process may carry the same number.
	return started === startOfProcess(pid);
}

function startOfProcess(pid: number): string {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
	} catch {
		return '';
	}
}

function cannotLock(directory: string, { cause }: NoFileLocks): OperatorFault {
	const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
	return new OperatorFault(
		`DATA_DIR: files in ${directory} cannot be locked (${code}), and without a lock two servers would ruin each other's data: take a local disk, or Postgres (DATABASE_URL) / 该位置的文件系统不支持文件锁（${code}），两个服务会互相破坏数据：请改用本机磁盘，或使用 Postgres（DATABASE_URL）`,
		{ cause }
	);
}
