// Turns at the embedded database: a connection keeps its turn until the server says idle, however the answer is cut into pieces.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Turns, type RawDatabase } from './embedded-turns.ts';

const ready = (status: 'I' | 'T' | 'E') => [0x5a, 0, 0, 0, 5, status.charCodeAt(0)];
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const message = (content: string) => new TextEncoder().encode(content);

/** Answers each message with some data and ReadyForQuery, in the pieces given; notes what it was asked. */
function fakeDatabase(answer: (asked: string) => number[], cut: (bytes: Uint8Array) => Uint8Array[]) {
	const asked: string[] = [];
	let running = 0;
	const database: RawDatabase = {
		runExclusive: async (work) => {
			running++;
			expect(running).toBe(1);
			try {
				return await work();
			} finally {
				running--;
			}
		},
		execProtocolRawStream: async (bytes, { onRawData }) => {
			if (bytes[0] === 0x53 && bytes.length === 5) return;
			asked.push(text(bytes));
			await Promise.resolve();
			for (const piece of cut(Uint8Array.from(answer(text(bytes))))) onRawData(piece);
		},
		exec: (statement) => {
			asked.push(statement);
			return Promise.resolve();
		}
	};
	return { database, asked };
}

const whole = (bytes: Uint8Array) => [bytes];
const nothing = () => undefined;
/** Messages that begin with `+` leave a transaction open, those with `?` are not the end of a request. */
const answerOf = (asked: string) => [
	1,
	2,
	3,
	...(asked.startsWith('?') ? [] : ready(asked.startsWith('+') ? 'T' : 'I'))
];

describe('a turn', () => {
	it('lasts from Parse to Sync: messages of two connections never mix', async () => {
		const { database, asked } = fakeDatabase(answerOf, whole);
		const turns = new Turns(database);
		const a = [turns.enqueue(1, message('?parse a'), nothing)];
		const b = [turns.enqueue(2, message('?parse b'), nothing)];
		a.push(turns.enqueue(1, message('?bind a'), nothing), turns.enqueue(1, message('sync a'), nothing));
		b.push(turns.enqueue(2, message('sync b'), nothing));
		await Promise.all([...a, ...b]);
		expect(asked).toEqual(['?parse a', '?bind a', 'sync a', '?parse b', 'sync b']);
	});

	it('lasts as long as a transaction', async () => {
		const { database, asked } = fakeDatabase(answerOf, whole);
		const turns = new Turns(database);
		await turns.enqueue(1, message('+begin'), nothing);
		const other = turns.enqueue(2, message('other'), nothing);
		await turns.enqueue(1, message('+insert'), nothing);
		expect(asked).toEqual(['+begin', '+insert']);
		await turns.enqueue(1, message('commit'), nothing);
		await other;
		expect(asked).toEqual(['+begin', '+insert', 'commit', 'other']);
	});

	it('ends when the server says idle, in whatever pieces that arrives', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.nat({ max: 9 }), { maxLength: 6 }), async (cuts) => {
				const { database } = fakeDatabase(answerOf, (bytes) => {
					const places = [...new Set([0, ...cuts.filter((place) => place < bytes.length), bytes.length])].sort(
						(x, y) => x - y
					);
					return places.slice(1).map((place, index) => bytes.subarray(places[index], place));
				});
				const turns = new Turns(database);
				let received = 0;
				const [size] = await Promise.all([
					turns.enqueue(1, message('one'), (data) => (received += data.length)),
					turns.enqueue(2, message('two'), nothing)
				]);
				expect({ size, received }).toEqual({ size: 9, received: 9 });
				expect(turns.getQueueLength()).toBe(0);
			})
		);
	});

	it('of a connection that dies in a transaction is undone and passes on', async () => {
		const { database, asked } = fakeDatabase(answerOf, whole);
		const turns = new Turns(database);
		await turns.enqueue(1, message('+begin'), nothing);
		const dropped = turns.enqueue(1, message('?never answered'), nothing);
		await dropped;
		const other = turns.enqueue(2, message('other'), nothing);
		turns.clearQueueForHandler(1);
		await turns.clearTransactionIfNeeded(1);
		await other;
		expect(asked).toEqual(['+begin', '?never answered', 'rollback', 'other']);
	});

	it('of a connection that says good-bye in a transaction is undone and passes on', async () => {
		const { database, asked } = fakeDatabase(answerOf, whole);
		const turns = new Turns(database);
		await turns.enqueue(1, message('+begin'), nothing);
		const other = turns.enqueue(2, message('other'), nothing);
		expect(await turns.enqueue(1, Uint8Array.of('X'.charCodeAt(0), 0, 0, 0, 4), nothing)).toBe(0);
		await other;
		expect(asked).toEqual(['+begin', 'rollback', 'other']);
	});

	it('is not taken from another by a connection that goes', async () => {
		const { database, asked } = fakeDatabase(answerOf, whole);
		const turns = new Turns(database);
		await turns.enqueue(1, message('+begin'), nothing);
		const waiting = turns.enqueue(2, message('waiting'), nothing);
		turns.clearQueueForHandler(2);
		await expect(waiting).rejects.toThrow('connection closed');
		await turns.clearTransactionIfNeeded(2);
		expect(asked).toEqual(['+begin']);
	});

	it('goes on after a message that failed', async () => {
		const { database } = fakeDatabase((asked) => {
			if (asked === 'broken') throw new Error('wasm');
			return answerOf(asked);
		}, whole);
		const turns = new Turns(database);
		await expect(turns.enqueue(1, message('broken'), nothing)).rejects.toThrow('wasm');
		await turns.enqueue(1, message('again'), nothing);
		await turns.enqueue(2, message('other'), nothing);
	});
});
