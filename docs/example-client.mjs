// A program that follows the board: node docs/example-client.mjs <address> <token>. Prints all cells as JSON after every change.
import { io } from 'socket.io-client';

const [address = 'http://127.0.0.1:3000', token = ''] = process.argv.slice(2);
const cells = new Map();
let cursor = null; // { epoch, heads: { stream: the newest event applied } }
let held = []; // frames that are ahead of the cursor

const socket = io(address, { auth: { token, protocol: 1 }, transports: ['websocket'] });
const resume = () => cursor && socket.emit('resume', cursor);
const put = (list) => list.forEach(({ layer, key, value }) => cells.set(`${layer} ${key}`, value));
const print = () => console.log(JSON.stringify({ heads: cursor.heads, cells: Object.fromEntries(cells) }));

async function takeSnapshot() {
	const headers = { authorization: `Bearer ${token}` };
	const snapshot = await fetch(`${address}/api/v1/dashboard`, { headers }).then(
		(answer) => (answer.ok ? answer.json() : null),
		() => null
	);
	if (!snapshot) return void setTimeout(takeSnapshot, 1000);
	cursor = { epoch: snapshot.epoch, heads: snapshot.heads };
	held = [];
	cells.clear();
	put(snapshot.cells);
	print();
	resume(); // what was written since
}

function take(frame) {
	const at = cursor?.heads[frame.stream] ?? 0;
	if (!cursor || frame.to <= at) return; // known already
	if (frame.from > at + 1) return void (held.push(frame) === 1 && setTimeout(resume, 500)); // something is missing
	put(frame.cells); // absolute values: the newest wins
	cursor.heads[frame.stream] = frame.to;
	print();
	held.splice(0).forEach(take);
}

socket.on('ready', ({ epoch }) => (cursor?.epoch === epoch ? resume() : takeSnapshot()));
socket.on('frame', take);
socket.on('reset', takeSnapshot);
let heardAt = performance.now();
socket.io.on('packet', () => (heardAt = performance.now())); // heartbeats, if nothing else
setInterval(() => socket.connected && performance.now() - heardAt > 7000 && socket.disconnect(), 1000); // silent: connect anew
socket.on('disconnect', () => setTimeout(() => socket.connect(), 1000));
socket.on('connect_error', () => socket.active || setTimeout(() => socket.connect(), 1000));
