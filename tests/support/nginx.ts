// Starts a private nginx with a site, as Debian delivers it: its files in a temporary folder, its certificate made for the occasion.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findProgram } from './faults.ts';

const LISTENS_WITHIN_MS = 10_000;

/** What the site of the documents is written for. */
const documented = {
	name: 'jindu.example',
	product: 'http://127.0.0.1:3000',
	certificate: '/etc/ssl/jindu.example.pem',
	key: '/etc/ssl/jindu.example.key'
};

export interface PrivateNginx {
	/** Takes every name to it, and trusts its certificate. */
	readonly agent: Agent;
	/** Ends it and removes its files. */
	stop(): Promise<void>;
}

export interface Site {
	/** As in the documents: for port 80 and 443 of `jindu.example`, before a product on port 3000. */
	readonly site: string;
	readonly httpPort: number;
	readonly httpsPort: number;
	/** Address of the product behind it. */
	readonly product: string;
}

/** The site that the documents tell to take, word for word. */
export function documentedSite(): string {
	const page = readFileSync(resolve(import.meta.dirname, '../../docs/operations.md'), 'utf8');
	const [, site] = /```nginx[^\n]*\n([\s\S]*?)```/.exec(page) ?? [];
	if (site === undefined) throw new Error('docs/operations.md has no site for nginx');
	return site;
}

export async function startNginx({ site, httpPort, httpsPort, product }: Site): Promise<PrivateNginx> {
	const program = findProgram('nginx');
	if (program === undefined) throw new Error('No nginx on this machine: install it (Debian: apt-get install nginx).');
	const folder = mkdtempSync(join(tmpdir(), 'jindu-nginx-'));
	const certificate = makeCertificate(folder);
	const placed = [
		['listen 80;', `listen 127.0.0.1:${httpPort};`],
		['listen 443 ', `listen 127.0.0.1:${httpsPort} `],
		[documented.certificate, join(folder, 'certificate.pem')],
		[documented.key, join(folder, 'key.pem')],
		[documented.product, product]
	].reduce((text, [from = '', to = '']) => {
		if (!text.includes(from)) throw new Error(`the site has no ${from}`);
		return text.replaceAll(from, to);
	}, site);
	writeFileSync(join(folder, 'nginx.conf'), configOf(folder, placed));

	const server = spawn(program, ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr'], {
		stdio: ['ignore', 'ignore', 'pipe']
	});
	let printed = '';
	server.stderr.setEncoding('utf8').on('data', (text: string) => {
		printed = (printed + text).slice(-4000);
	});
	// Its workers end with it on SIGTERM, and not on SIGKILL.
	const endWithUs = () => {
		server.kill('SIGTERM');
		rmSync(folder, { recursive: true, force: true });
	};
	process.on('exit', endWithUs);
	const stop = async () => {
		process.off('exit', endWithUs);
		if (server.exitCode === null && server.signalCode === null) {
			const ended = once(server, 'exit');
			server.kill('SIGTERM');
			await ended;
		}
		rmSync(folder, { recursive: true, force: true });
	};

	const giveUpAt = performance.now() + LISTENS_WITHIN_MS;
	while (!(await listens(httpsPort))) {
		if (server.exitCode !== null || performance.now() > giveUpAt) {
			await stop();
			throw new Error(`nginx does not listen: ${printed}`);
		}
		await wait(50);
	}
	return { agent: agentTo(certificate), stop };
}

/** Debian's own settings, but for the places of files: no buffer is larger or smaller than nginx has it. */
function configOf(folder: string, site: string): string {
	const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
	return [
		// The workers read a folder that belongs to whoever runs the tests.
		...(process.getuid?.() === 0 ? ['user root;'] : []),
		'daemon off;',
		'worker_processes auto;',
		`pid ${join(folder, 'nginx.pid')};`,
		'events { worker_connections 768; }',
		'http {',
		...kept.map((name) => `${name}_temp_path ${join(folder, name)};`),
		'access_log off;',
		'sendfile on;',
		'tcp_nopush on;',
		'types_hash_max_size 2048;',
		'default_type application/octet-stream;',
		'gzip on;',
		site,
		'}',
		''
	].join('\n');
}

/** @returns the certificate, which signs itself */
function makeCertificate(folder: string): string {
	const file = join(folder, 'certificate.pem');
	const { name } = documented;
	const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`];
	const files = ['-addext', `subjectAltName=DNS:${name}`, '-keyout', join(folder, 'key.pem'), '-out', file];
	const { status, stderr } = spawnSync('openssl', [...words, ...files], { encoding: 'utf8' });
	if (status !== 0) throw new Error(`openssl: ${stderr}`);
	return readFileSync(file, 'utf8');
}

/** A connection of its own for each request: names lead to this machine. */
function agentTo(ca: string): Agent {
	return new Agent({
		ca,
		servername: documented.name,
		keepAlive: false,
		lookup: (_, { all }, done) => {
			if (all) done(null, [{ address: '127.0.0.1', family: 4 }]);
			else done(null, '127.0.0.1', 4);
		}
	});
}

async function listens(port: number): Promise<boolean> {
	const socket = connect(port, '127.0.0.1');
	try {
		await once(socket, 'connect');
		return true;
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}
