// The server's log: JSON lines on standard output, without secrets or personal data.
import { pino } from 'pino';

export type Logger = ReturnType<typeof openLogger>;

export function openLogger(level: string) {
	return pino({ level, base: null, redact: ['*.password', '*.token', '*.cookie', '*.authorization'] });
}
