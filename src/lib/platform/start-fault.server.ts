// Turns what stops a start, or a command beside the server, into one line that says what to do; faults of our own keep their stack.
import { errorText } from './error-facts.ts';
import { isOperatorFault } from './operator-fault.ts';

/**
 * One line, or one for each fault of a configuration or a plan, in both languages.
 * @returns null for an error that nobody foresaw: its stack is what helps
 */
export function startFaultLine(error: unknown): string | null {
	for (let at: unknown = error; at instanceof Error; at = at.cause) {
		if (isOperatorFault(at)) return at.message;
		const line = ofArguments(at) ?? ofListening(at) ?? ofDatabase(at) ?? ofFiles(at);
		if (line !== null) return line;
	}
	return null;
}

/** Prints it on standard error. */
export function tellStartFault(error: unknown): void {
	process.stderr.write(`${startFaultLine(error) ?? errorText(error)}\n`);
}

/** What Node and the drivers add to an error; which of it there is depends on its kind. */
interface SystemError extends Error {
	readonly code?: unknown;
	readonly syscall?: unknown;
	readonly address?: unknown;
	readonly port?: unknown;
	readonly path?: unknown;
	readonly errors?: unknown;
}

/** The options of a command; Node says which is wrong. */
function ofArguments({ code, message }: SystemError): string | null {
	return String(code).startsWith('ERR_PARSE_ARGS_') ? message : null;
}

function ofListening({ code, syscall, address, port }: SystemError): string | null {
	// postgres.js gives its own errors no call; `listen` is the server's alone.
	if (syscall !== 'listen') return null;
	switch (code) {
		case 'EADDRINUSE':
			return `PORT: ${String(port)} is in use, set another PORT / 端口 ${String(port)} 已被占用，请另设 PORT`;
		case 'EACCES':
			return `PORT: this user may not listen on ${String(port)}; take one from 1024 on / 当前用户无权监听端口 ${String(port)}，请使用 1024 及以上的端口`;
		case 'EADDRNOTAVAIL':
		case 'EAFNOSUPPORT':
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
			return `HOST: ${String(address)} is no address of this machine / ${String(address)} 不是本机的地址`;
		default:
			return null;
	}
}

const settings = 'DATABASE_URL, DATABASE_MIGRATION_URL';

/** By the codes of postgres.js, of the system's sockets and of Postgres; what the database itself said stands in brackets. */
function ofDatabase(error: SystemError): string | null {
	const code = codeOf(error);
	const said = saidBy(error);
	if (error.syscall === 'connect' || /^(ECONN|CONNECT_TIMEOUT$|CONNECTION_)/.test(code))
		return `${settings}: no database answers there (${said}); is it running, are host and port right? / 数据库没有应答（${said}），请检查数据库是否运行、主机和端口是否正确`;
	if (/^(ENOTFOUND|EAI_AGAIN)$/.test(code)) return `${settings}: no such host (${said}) / 找不到这个主机（${said}）`;
	if (/CERT|^ERR_TLS|SIGNED|^EPROTO$/.test(code))
		return `${settings}: the connection cannot be trusted (${said}); name its authority by NODE_EXTRA_CA_CERTS / 无法验证数据库的证书（${said}），请用 NODE_EXTRA_CA_CERTS 指定签发机构`;
	switch (code) {
		case '28P01':
		case '28000':
			return `${settings}: the database lets this user not in (${said}); check name and password / 数据库拒绝登录（${said}），请核对用户名和密码`;
		case '3D000':
			return `${settings}: there is no such database (${said}); create it first / 没有这个数据库（${said}），请先创建`;
		case '42501':
			return `${settings}: the user lacks a right (${said}); see "Two roles" in docs/operations.md / 数据库用户权限不足（${said}），见 docs/operations.md 的 “Two roles”`;
		case '53300':
			return `${settings}: the database has no connection left (${said}) / 数据库连接数已满（${said}）`;
		case '53100':
			return `the database's disk is full (${said}); make room, then start again / 数据库所在磁盘空间不足（${said}），请清理后重新启动`;
		case '57P03':
			return `${settings}: the database is just starting or stopping (${said}); try again / 数据库正在启动或停止（${said}），请稍后再试`;
		case '25006':
			return `${settings}: the database only reads (${said}); name the one that writes / 数据库为只读（${said}），请改用可写的数据库`;
		default:
			return null;
	}
}

function ofFiles(error: SystemError): string | null {
	const what = typeof error.path === 'string' ? error.path : error.message;
	// What Node says when a folder cannot be made on a read-only file system, with the folders above it missing too.
	const code = error.code === 'ENOENT' && error.syscall === 'mkdir' ? 'EROFS' : codeOf(error);
	switch (code) {
		case 'EACCES':
		case 'EPERM':
			return `${what}: this user has no access; grant it, or set another DATA_DIR / 当前用户无权访问，请授权，或另设 DATA_DIR`;
		case 'EROFS':
			return `${what}: cannot be written, its file system is read-only; set another DATA_DIR / 所在文件系统只读，无法写入，请另设 DATA_DIR`;
		case 'ENOSPC':
		case 'EDQUOT':
			return `${what}: the disk is full; make room, then start again / 磁盘空间不足，请清理后重新启动`;
		case 'ENOTDIR':
		case 'EEXIST':
			return `${what}: is no folder; set another DATA_DIR / 不是文件夹，请另设 DATA_DIR`;
		default:
			return null;
	}
}

/** A name with several addresses fails with the errors of all of them, and says nothing itself. */
function firstOf(error: SystemError): SystemError {
	const first: unknown = Array.isArray(error.errors) ? error.errors[0] : undefined;
	return first instanceof Error ? first : error;
}

function codeOf(error: SystemError): string {
	const { code } = typeof error.code === 'string' ? error : firstOf(error);
	return typeof code === 'string' ? code : '';
}

function saidBy(error: SystemError): string {
	return error.message || firstOf(error).message || codeOf(error);
}
