// Short notices of what just happened, shown in the page's one polite region.

export interface NoticeItem {
	readonly id: number;
	readonly tone: 'done' | 'info' | 'fault';
	readonly text: string;
}

/** How long a notice stays, in ms; one about a fault stays until it is closed. */
const stay = 6000;

class Notices {
	items = $state<readonly NoticeItem[]>([]);
	#next = 1;

	/** Shows a sentence that is ready to read. */
	add(text: string, tone: NoticeItem['tone'] = 'done'): void {
		const id = this.#next++;
		this.items = [...this.items, { id, tone, text }].slice(-3);
		if (tone !== 'fault') setTimeout(() => this.close(id), stay);
	}

	close(id: number): void {
		this.items = this.items.filter((item) => item.id !== id);
	}
}

export const notices = new Notices();
