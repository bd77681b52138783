// Reads the environment into a checked configuration; every fault is one readable line and stops the start.
import { isIPv6 } from 'node:net';
import { resolve } from 'node:path';
import { isLoopback } from './host.ts';
import { OperatorFault } from './operator-fault.ts';

export interface Config {
	readonly host: string;
	readonly port: number;
	/** Public address; null on loopback, where any loopback host name is fine. */
	readonly origin: URL | null;
	readonly databaseUrl: string | null;
	/** The owner's connection for migrations where the application's role may not migrate. */
	readonly migrationUrl: string | null;
	readonly dataDir: string;
	readonly planDir: string;
	/** Load the sample plan's history and accounts into an empty database. */
	readonly demo: boolean;
	readonly demoActivity: boolean;
	readonly allowHttp: boolean;
	/** How many proxies of ours every request passes; their X-Forwarded-For tells where it came from. */
	readonly trustProxy: number;
	/** How often one session or token may ask. */
	readonly requestsAMinute: number;
	/** 32 bytes in base64 that several nodes share; null: a key of its own in the data folder. */
	readonly secretKey: string | null;
	readonly logLevel: string;
}

export class ConfigError extends OperatorFault {
	readonly faults: readonly string[];
	constructor(faults: readonly string[]) {
		super(faults.join('\n'));
		this.name = 'ConfigError';
		this.faults = faults;
	}
}

/** The whole address of a path of this installation, for links that are printed: by ORIGIN, or where it listens. */
export function addressOf({ origin, host, port }: Config, path: string): string {
	return new URL(path, origin ?? `http://${openableHost(host)}:${port}`).href;
}

/** How a browser on this machine writes the address that a server listens on. */
function openableHost(host: string): string {
	const reached = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host;
	return isIPv6(reached) ? `[${reached}]` : reached;
}

/** Whether a database is reached over a network where nobody proves to be that database. */
export function isUnverified(databaseUrl: string): boolean {
	const { hostname, searchParams } = new URL(databaseUrl);
	return hostname !== '' && !isLoopback(hostname) && searchParams.get('sslmode') !== 'verify-full';
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** @throws ConfigError with one line for each value that is wrong */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
	const faults: string[] = [];
	const text = (name: string) => env[name]?.trim() || null;
	const flag = (name: string, fallback: boolean): boolean => {
		const value = text(name);
		if (value === null) return fallback;
		if (value !== '0' && value !== '1') faults.push(`${name}: must be 0 or 1 / 只能是 0 或 1 (${value})`);
		return value === '1';
	};
	const url = (name: string, protocols: readonly string[]): URL | null => {
		const value = text(name);
		if (value === null) return null;
		if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol)) {
			faults.push(
				`${name}: must be a URL that starts with ${protocols.join(' or ')} / 必须是以 ${protocols.join(' 或 ')} 开头的网址`
			);
			return null;
		}
		return new URL(value);
	};
	const port = Number(text('PORT') ?? '3000');
	if (!Number.isInteger(port) || port < 0 || port > 65_535)
		faults.push(`PORT: must be a port number / 必须是端口号 (${env['PORT']})`);
	const logLevel = text('LOG_LEVEL') ?? 'info';
	if (!logLevels.includes(logLevel)) faults.push(`LOG_LEVEL: must be one of / 只能是 ${logLevels.join(', ')}`);
	const host = (text('HOST') ?? '127.0.0.1').replace(/^\[(.*)\]$/, '$1');
	const origin = url('ORIGIN', ['http:', 'https:']);
	if (origin && origin.href !== `${origin.origin}/`)
		faults.push(
			'ORIGIN: must be scheme, host and port alone, without user, path, query or fragment, like https://jindu.example / 只能是协议、主机名和端口，不带用户名、路径、查询参数或片段，例如 https://jindu.example'
		);
	const allowHttp = flag('ALLOW_HTTP', false);
	if (!URL.canParse(`http://${openableHost(host)}/`))
		faults.push(`HOST: must be an address of this machine or its name / 必须是本机的地址或主机名 (${host})`);
	else if (!isLoopback(host) && origin?.protocol !== 'https:' && !allowHttp)
		faults.push(
			'ORIGIN: outside loopback Jindu is served over https; set ORIGIN=https://… (behind your proxy) or ALLOW_HTTP=1 / 非本机访问须经 https：请设置 ORIGIN=https://…，或设置 ALLOW_HTTP=1'
		);
	const trustProxy = Number(text('TRUST_PROXY') ?? '0');
	if (!Number.isInteger(trustProxy) || trustProxy < 0 || trustProxy > 10)
		faults.push(`TRUST_PROXY: must be the number of proxies, 0 to 10 / 必须是代理的层数 0–10 (${env['TRUST_PROXY']})`);
	if (trustProxy > 0 && isLoopback(host) && text('ORIGIN') === null && !allowHttp)
		faults.push(
			'ORIGIN: behind a proxy (TRUST_PROXY) the public address must be set, ORIGIN=https://… / 经代理访问（TRUST_PROXY）时须设置公开地址 ORIGIN=https://…'
		);
	const requestsAMinute = Number(text('REQUESTS_PER_MINUTE') ?? '3000');
	if (!Number.isInteger(requestsAMinute) || requestsAMinute < 60 || requestsAMinute > 10_000_000)
		faults.push(
			`REQUESTS_PER_MINUTE: must be a whole number from 60 to 10,000,000 / 必须是 60–10000000 的整数 (${env['REQUESTS_PER_MINUTE']})`
		);
	const secretKey = text('SECRET_KEY');
	if (secretKey !== null && Buffer.from(secretKey, 'base64').length !== 32)
		faults.push('SECRET_KEY: must be 32 bytes in base64 / 必须是 32 字节的 base64 编码');
	const databaseUrl = url('DATABASE_URL', ['postgres:', 'postgresql:']);
	const migrationUrl = url('DATABASE_MIGRATION_URL', ['postgres:', 'postgresql:']);
	const config: Config = {
		host,
		port,
		origin,
		databaseUrl: databaseUrl?.href ?? null,
		migrationUrl: migrationUrl?.href ?? null,
		dataDir: resolve(text('DATA_DIR') ?? '.data'),
		planDir: resolve(text('PLAN') ?? 'plans/ningbo-2017'),
		demo: flag('DEMO', databaseUrl === null),
		demoActivity: flag('DEMO_ACTIVITY', true),
		allowHttp,
		trustProxy,
		requestsAMinute,
		secretKey,
		logLevel
	};
	if (faults.length > 0) throw new ConfigError(faults);
	return config;
}
