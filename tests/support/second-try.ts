// Names each test that passed only when it was tried again (vitest.config.ts): it stays a fault to be mended, and is seen as one.
import { afterEach } from 'vitest';

afterEach(({ task }) => {
	if ((task.result?.retryCount ?? 0) > 0)
		process.stdout.write(`\nPassed only at the second try: ${task.file.name} > ${task.name}\n`);
});
