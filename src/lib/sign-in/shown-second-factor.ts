// What the page of one's second factor shows: the secret as a picture and in groups to type.
import { qrPath, type QrPath } from './qr-code.ts';

export type ShownSecondFactor =
	| { readonly state: 'off' }
	| { readonly state: 'pending'; readonly secret: string; readonly qr: QrPath }
	| { readonly state: 'on'; readonly codesLeft: number };

type Stored =
	| { readonly state: 'off' }
	| { readonly state: 'pending'; readonly secret: string; readonly address: string }
	| { readonly state: 'on'; readonly codesLeft: number };

export function shownSecondFactor(stored: Stored): ShownSecondFactor {
	if (stored.state === 'pending')
		return {
			state: 'pending',
			secret: stored.secret.replaceAll(/(.{4})(?=.)/g, '$1 '),
			qr: qrPath(stored.address)
		};
	return stored.state === 'on' ? { state: 'on', codesLeft: stored.codesLeft } : stored;
}
