// What is said about the connection: a few words in the header, a sentence above the page.
import { shownState, type Connection } from '#lib/live/connection.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Refusal } from '#lib/protocol/messages.ts';

/** Of each refusal: what the header calls it, and what it means for the reader. */
const refusalWords: Readonly<Record<Refusal, { readonly header: () => string; readonly banner: () => string }>> = {
	unauthenticated: { header: m.ui_connection_refused_unauthenticated, banner: m.ui_refused_unauthenticated },
	protocol: { header: m.ui_connection_refused_protocol, banner: m.ui_refused_protocol },
	too_many_sockets: { header: m.ui_connection_refused_too_many_sockets, banner: m.ui_refused_too_many_sockets },
	busy: { header: m.ui_connection_refused_busy, banner: m.ui_refused_busy },
	limited: { header: m.ui_connection_refused_limited, banner: m.ui_refused_limited },
	foreign_origin: { header: m.ui_connection_refused_foreign_origin, banner: m.ui_refused_foreign_origin }
};

export function headerWords(connection: Connection): string {
	const { since } = connection;
	if (shownState(connection) === 'stale') return m.ui_connection_stale({ since: since ?? '' });
	switch (connection.line) {
		case 'connecting':
			return m.ui_connection_connecting();
		case 'live':
			return m.ui_connection_live();
		case 'catching_up':
			return m.ui_connection_catching_up();
		case 'retrying':
			return connection.attempt === 0
				? m.ui_connection_retrying_first()
				: m.ui_connection_retrying({ attempt: connection.attempt });
		case 'offline':
			return since === null ? m.ui_connection_offline() : m.ui_connection_offline_since({ since });
		case 'refused':
			return refusalWords[connection.refusal].header();
	}
}

export function bannerOf(connection: Connection): string {
	const { since } = connection;
	if (connection.line === 'refused') return refusalWords[connection.refusal].banner();
	if (since === null) return m.ui_stale();
	return shownState(connection) === 'stale' ? m.ui_stale_server({ since }) : m.ui_stale_since({ since });
}
