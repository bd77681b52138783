// A text as the modules of a QR code, joined into one SVG path.
import { encode } from 'uqr';

export interface QrPath {
	/** Modules a side, the quiet zone of four included. */
	readonly size: number;
	readonly path: string;
}

export function qrPath(text: string): QrPath {
	const { data, size } = encode(text, { ecc: 'M', border: 4 });
	const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
	return { size, path };
}
