// The last handler: of what nobody caught, the log hears with an id; what can go on goes on, and what cannot ends in order.
import { isDatabaseAway } from './database-away.ts';

export interface LastResort {
	/** Puts it into the log. */
	readonly note: (facts: { readonly err: unknown; readonly id: string }, what: string) => void;
	/** Ends sockets, jobs and the database, and the process with this code. */
	readonly end: (code: number) => Promise<void>;
	readonly newId: () => string;
}

/** Replaces Node's own last resort, which ends the process at once and without a word to anybody. */
export function holdLastResort({ note, end, newId }: LastResort): void {
	process.on('unhandledRejection', (err) => {
		// A piece of work has failed that nobody waited for, as any request may fail; what it held is given back by its own `finally`.
		note({ err, id: newId() }, 'a failure that nobody awaited');
	});
	process.on('uncaughtException', (err: unknown, origin) => {
		// A rejection is told of above.
		if (origin === 'unhandledRejection') return;
		const id = newId();
		if (isOfOneConnection(err)) {
			note({ err, id }, 'a connection failed that nobody watched');
			return;
		}
		if (isOfOneFile(err)) {
			note({ err, id }, 'a file failed that nobody watched');
			return;
		}
		note({ err, id }, 'a failure that nobody caught: the process ends');
		process.stderr.write(
			`✗ 出现未预料的错误（编号 ${id}，见日志），服务将停止；已确认的数据都已保存，请重新启动 / Something unforeseen failed (${id} in the log) and the server ends; what was answered is stored, start it again\n`
		);
		void end(1);
	});
}

/** Thrown from a callback, an error leaves whatever ran there half done, unless it was about one connection that is gone anyway. */
function isOfOneConnection(error: unknown): boolean {
	if (isDatabaseAway(error)) return true;
	const code = (error as { code?: unknown } | null)?.code;
	return typeof code === 'string' && /^(ERR_STREAM_|ERR_HTTP_HEADERS_SENT|ECONNABORTED)/.test(code);
}

/** A file that was being read for one answer, and is not there any more or cannot be read: the others are. */
function isOfOneFile(error: unknown): boolean {
	const { code, syscall } = (error ?? {}) as { code?: unknown; syscall?: unknown };
	return typeof code === 'string' && typeof syscall === 'string' && /^(open|read|stat)$/.test(syscall);
}
