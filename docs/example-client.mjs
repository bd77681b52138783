// Follows the board: prints a JSON line for each figure that changes. JINDU_TOKEN=… [JINDU_URL=…] node docs/example-client.mjs
import { io } from 'socket.io-client';

const { JINDU_URL: url = 'http://127.0.0.1:3000', JINDU_TOKEN: token } = process.env;
const figures = new Map();
const held = []; // frames ahead of the cursor
let cursor = null; // { epoch, heads: { stream: seq } }: the newest event of each stream that is in `figures`
const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

function put({ layer, key, value }, about) {
	const changed = figures.get(`${layer} ${key}`) !== value;
	figures.set(`${layer} ${key}`, value);
	if (about && changed) print({ layer, key, value, ...about });
}
function resume() {
	if (cursor && socket.connected) socket.emit('resume', cursor);
}
function take(frame) {
	const at = cursor?.heads[frame.stream] ?? 0;
	if (cursor && frame.to <= at) return; // known already
	if (!cursor || frame.from > at + 1) return void (held.push(frame), setTimeout(resume, 500)); // something is missing
	cursor.heads[frame.stream] = frame.to;
	for (const cell of frame.cells) put(cell, { at: frame.at, stream: frame.stream, seq: frame.to });
	for (const next of held.splice(0)) take(next);
}
async function takeSnapshot() {
	cursor = null;
	const answer = await fetch(new URL('/api/v1/dashboard', url), { headers: { authorization: `Bearer ${token}` } });
	if (!answer.ok) throw new Error(`snapshot: ${answer.status} ${await answer.text()}`);
	const { epoch, heads, today, cells } = await answer.json();
	const about = figures.size > 0 ? { at: today, stream: 'snapshot', seq: null } : null;
	const before = new Map(figures);
	for (const cell of cells) {
		put(cell, about);
		before.delete(`${cell.layer} ${cell.key}`);
	}
	for (const [name, old] of before) {
		const [layer, key] = name.split(' '); // not in the snapshot: zero now
		put({ layer, key, value: typeof old === 'string' ? '0.00' : 0 }, about);
	}
	cursor = { epoch, heads };
	print({ snapshot: cells.length, today, heads });
	for (const frame of held.splice(0)) take(frame);
	resume(); // what was written since, and the rooms again
}
const afresh = () => takeSnapshot().catch((error) => (console.error(error.message), setTimeout(afresh, 2000)));

const socket = io(url, { auth: { token, protocol: 1 }, transports: ['websocket'] });
socket.on('ready', ({ epoch }) => (cursor?.epoch === epoch ? resume() : afresh()));
socket.on('frame', take).on('reset', afresh);
let heardAt = performance.now();
socket.io.on('packet', () => (heardAt = performance.now()));
setInterval(() => {
	if (socket.connected && performance.now() - heardAt > 7000) socket.disconnect().connect(); // the line has fallen silent
}, 1000);
socket.on('disconnect', (why) => why === 'io server disconnect' && setTimeout(() => socket.connect(), 1000));
socket.on('connect_error', ({ message }) => {
	if (message === 'unauthenticated') throw new Error('JINDU_TOKEN is missing or not known');
	if (!socket.active) setTimeout(() => socket.connect(), 2000);
});
setInterval(() => cursor && socket.volatile.emit('ack', { heads: cursor.heads }), 1000);
process.once('SIGTERM', () => process.exit(0));
