// The one secret that is not in the database: encrypts second factors, signs what the audit writes down outside of the database.
import {
	createCipheriv,
	createDecipheriv,
	createHmac,
	createPrivateKey,
	createPublicKey,
	createSecretKey,
	hkdfSync,
	randomBytes,
	sign,
	verify,
	type KeyObject
} from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface InstallationKey {
	/** Tells this installation from others; the same on all of its nodes, and no secret. */
	readonly name: string;
	readonly encrypt: (text: string) => string;
	/** @throws when the text was encrypted with another key or changed */
	readonly decrypt: (sealed: string) => string;
	readonly sign: (text: string) => string;
	readonly verify: (text: string, signature: string) => boolean;
	/** PEM, for those who check signatures elsewhere. */
	readonly publicKey: string;
	/** Which key it is: tells digests by this key from those by another, and nothing else. */
	readonly id: string;
	/** The first 132 bits of an HMAC-SHA-256, base64url: nobody without the key can make it for another text. */
	readonly digest: (text: string) => string;
}

const keyBytes = 32;
/** AES-256-GCM with this key; another cipher or key will have another. */
const sealVersion = '1.';
/** RFC 8410: what stands before the 32 bytes of an Ed25519 key. */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * The key of this installation: `secret.key` in the data folder (mode 0600), made by the first start.
 * @param given SECRET_KEY, 32 bytes in base64, where several nodes must share one
 */
export async function openInstallationKey(dataDir: string, given: string | null): Promise<InstallationKey> {
	return keyOf(given === null ? await readOrMake(dataDir) : Buffer.from(given, 'base64'));
}

/** The same, but never made: null where there is none yet. For those who only check. */
export async function findInstallationKey(dataDir: string, given: string | null): Promise<InstallationKey | null> {
	if (given !== null) return keyOf(Buffer.from(given, 'base64'));
	try {
		return keyOf(await read(join(dataDir, 'secret.key')));
	} catch (error) {
		if ((error as { code?: unknown }).code === 'ENOENT') return null;
		throw error;
	}
}

/** @param secret 32 bytes */
export function keyOf(secret: Buffer): InstallationKey {
	if (secret.length !== keyBytes) throw new Error('the installation key must have 32 bytes');
	const part = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', `jindu ${purpose}`, keyBytes));
	const sealing = part('second factors');
	// A key object: with plain bytes each digest would cost ten times as much.
	const digesting = createSecretKey(part('row digests'));
	const signing: KeyObject = createPrivateKey({
		key: Buffer.concat([pkcs8Prefix, part('audit')]),
		format: 'der',
		type: 'pkcs8'
	});
	const checking = createPublicKey(signing);
	return {
		name: part('name').toString('hex').slice(0, 8),
		encrypt: (text) => {
			const nonce = randomBytes(12);
			const cipher = createCipheriv('aes-256-gcm', sealing, nonce);
			const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
			return `${sealVersion}${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')}`;
		},
		decrypt: (sealed) => {
			if (!sealed.startsWith(sealVersion)) throw new Error('sealed in a way that this version does not know');
			const bytes = Buffer.from(sealed.slice(sealVersion.length), 'base64');
			const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, 12), { authTagLength: 16 });
			decipher.setAuthTag(bytes.subarray(12, 28));
			return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
		},
		sign: (text) => sign(null, Buffer.from(text), signing).toString('base64'),
		verify: (text, signature) => verify(null, Buffer.from(text), checking, Buffer.from(signature, 'base64')),
		publicKey: checking.export({ format: 'pem', type: 'spki' }).toString(),
		id: part('key id').toString('hex').slice(0, 16),
		digest: (text) => createHmac('sha256', digesting).update(text).digest('base64url').slice(0, 22)
	};
}

async function readOrMake(dataDir: string): Promise<Buffer> {
	await mkdir(dataDir, { recursive: true, mode: 0o700 });
	const file = join(dataDir, 'secret.key');
	// Made whole under another name, then linked: of two starts at once one wins, and no half file is ever read.
	const draft = `${file}.${randomBytes(4).toString('hex')}`;
	await writeFile(draft, `${randomBytes(keyBytes).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
	try {
		await link(draft, file);
	} catch (error) {
		if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
	} finally {
		await rm(draft);
	}
	return read(file);
}

async function read(file: string): Promise<Buffer> {
	return Buffer.from((await readFile(file, 'utf8')).trim(), 'base64');
}
