// Turns at the embedded database: a connection keeps its turn from its first message until the server says it is idle again.
// The socket package's own queue takes message by message, so that two connections outside transactions mix up Bind and Execute.

/** What of PGlite a turn needs. */
export interface RawDatabase {
	readonly runExclusive: <T>(work: () => Promise<T>) => Promise<T>;
	readonly execProtocolRawStream: (
		message: Uint8Array,
		options: { onRawData: (data: Uint8Array) => void }
	) => Promise<void>;
	readonly exec: (statement: string) => Promise<unknown>;
}

interface Message {
	readonly handler: number;
	readonly bytes: Uint8Array;
	readonly onData: (data: Uint8Array) => void;
	readonly resolve: (size: number) => void;
	readonly reject: (error: Error) => void;
}

const terminate = 'X'.charCodeAt(0);
const readyLength = 6;
const sync = new Uint8Array(['S'.charCodeAt(0), 0, 0, 0, 4]);

export class Turns {
	readonly #database: RawDatabase;
	#waiting: Message[] = [];
	#holder: number | null = null;
	/** Cleared in the same step that finds nothing left: a message that comes right after it must start a new run. */
	#running = false;
	#busy: Promise<void> = Promise.resolve();

	constructor(database: RawDatabase) {
		this.#database = database;
	}

	/** Runs a protocol message when it is its connection's turn; answers the size of what was sent back. */
	enqueue(handler: number, bytes: Uint8Array, onData: (data: Uint8Array) => void): Promise<number> {
		return new Promise((resolve, reject) => {
			this.#waiting.push({ handler, bytes, onData, resolve, reject });
			this.#start();
		});
	}

	getQueueLength(): number {
		return this.#waiting.length;
	}

	/** A connection is gone: what it still wanted is dropped. */
	clearQueueForHandler(handler: number): void {
		const gone = this.#waiting.filter((message) => message.handler === handler);
		this.#waiting = this.#waiting.filter((message) => message.handler !== handler);
		for (const message of gone) message.reject(new Error('connection closed'));
	}

	/** A connection is gone in the middle of its turn: its transaction is undone and the turn passes on. */
	async clearTransactionIfNeeded(handler: number): Promise<void> {
		await this.#busy;
		if (this.#holder !== handler) return;
		await this.#endTurn();
		this.#start();
	}

	#start(): void {
		if (!this.#running) this.#busy = this.#run();
	}

	async #run(): Promise<void> {
		this.#running = true;
		for (;;) {
			const index = this.#holder === null ? 0 : this.#waiting.findIndex((message) => message.handler === this.#holder);
			const [message] = index < 0 ? [] : this.#waiting.splice(index, 1);
			if (!message) {
				this.#running = false;
				return;
			}
			this.#holder = message.handler;
			if (message.bytes[0] === terminate) {
				await this.#endTurn();
				message.resolve(0);
				continue;
			}
			let size = 0;
			let tail: Uint8Array = new Uint8Array();
			try {
				await this.#database.runExclusive(() =>
					this.#database.execProtocolRawStream(message.bytes, {
						onRawData: (data) => {
							size += data.length;
							tail = lastBytes(tail, data);
							message.onData(data);
						}
					})
				);
				message.resolve(size);
			} catch (error) {
				message.reject(error instanceof Error ? error : new Error(String(error)));
			}
			if (saysIdle(tail)) this.#holder = null;
		}
	}

	/** All connections share one session: what a leaving one left open would be the next one's. */
	async #endTurn(): Promise<void> {
		await this.#database.runExclusive(() => this.#database.execProtocolRawStream(sync, { onRawData: () => undefined }));
		// Outside a transaction this is a warning and nothing more.
		await this.#database.exec('rollback');
		this.#holder = null;
	}
}

/** As many bytes as ReadyForQuery has: a long answer comes in pieces, and a piece may end within it. */
function lastBytes(before: Uint8Array, piece: Uint8Array): Uint8Array {
	return piece.length >= readyLength
		? piece.slice(-readyLength)
		: Uint8Array.of(...before, ...piece).slice(-readyLength);
}

/** ReadyForQuery with status I, the last message of an answer: Z, length 5, 'I'. */
function saysIdle(tail: Uint8Array): boolean {
	const [type, a, b, c, length, status] = tail;
	return (
		tail.length === readyLength && type === 0x5a && a === 0 && b === 0 && c === 0 && length === 5 && status === 0x49
	);
}
