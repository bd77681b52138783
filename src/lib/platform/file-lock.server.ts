// A lock on an open file that the operating system holds: it ends with its process, however that ends.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export type FileLock = 'taken' | 'held';

/** The file system, or this platform, has no locks. */
export class NoFileLocks extends Error {
	constructor(cause: unknown) {
		super('no file locks', { cause });
		this.name = 'NoFileLocks';
	}
}

/**
 * Takes the lock of an open file without waiting. It is seen by every process of the machine, in whatever container, is not
 * inherited by child processes, and ends when the file is closed.
 * @param fd open for writing
 * @returns 'held' when somebody else has it, be it another descriptor of this process
 * @throws NoFileLocks
 */
export function tryFileLock(fd: number): FileLock {
	try {
		systemLocks().tryLock(fd, ...lockedBytes, true);
		return 'taken';
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 'held';
		throw new NoFileLocks(error);
	}
}

/** Offset and length. On Windows what is locked cannot be read: a byte far behind what stands there; elsewhere the whole file. */
const lockedBytes: readonly [number, number] = process.platform === 'win32' ? [2 ** 30, 1] : [0, 0];

interface SystemLocks {
	/** @throws EAGAIN when somebody else has it, otherwise the system's code */
	readonly tryLock: (fd: number, offset: number, length: number, exclusive: boolean) => void;
}

/**
 * The package finds no build for musl (Alpine), though the one for glibc runs there: it needs nothing but plain functions of
 * libc. So it is named here, not searched for.
 */
function systemLocks(): SystemLocks {
	const require = createRequire(import.meta.url);
	const folder = dirname(require.resolve('fs-native-extensions/package.json'));
	const build = `${process.platform}-${process.arch}`;
	return require(join(folder, 'prebuilds', build, 'fs-native-extensions.node')) as SystemLocks;
}
