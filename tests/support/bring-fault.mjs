// Loaded into the built product by a test (NODE_OPTIONS): on SIGUSR2 it brings about the fault that the file of FAULT_FILE names.
import { createReadStream, readFileSync } from 'node:fs';
import { BroadcastChannel, isMainThread } from 'node:worker_threads';

const workers = new BroadcastChannel('jindu-fault');
workers.unref();

/** @type {Record<string, () => void>} */
const faults = {
	rejection: () => {
		Promise.reject(new Error('nobody awaits this'));
	},
	connection: () => {
		setImmediate(() => {
			throw Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
		});
	},
	file: () => {
		createReadStream('/there/is/no/such/file');
	},
	exception: () => {
		setImmediate(() => {
			throw new TypeError('half done');
		});
	},
	worker: () => workers.postMessage('throw'),
	'worker that ends': () => workers.postMessage('end')
};

if (isMainThread) process.on('SIGUSR2', () => faults[readFileSync(process.env.FAULT_FILE ?? '', 'utf8')]?.());
else
	workers.onmessage = ({ data }) => {
		if (data === 'end') process.exit(3);
		throw new Error('the thread is broken');
	};
