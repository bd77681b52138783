// `npm run test:fuzz`: ten thousand odd bodies to each endpoint, form action and message, with figures; a name after `--` picks some.
import { readyForTests, run } from './install-for-tests.ts';
import { programOf } from './programs.mjs';

await readyForTests();
const [only] = process.argv.slice(2);
run(
	[
		programOf('vitest'),
		...['run', '--project', 'integration', 'nonsense'],
		...(only === undefined ? [] : ['-t', `${only}|left the server ready`])
	],
	{ JINDU_NONSENSE: process.env['JINDU_NONSENSE'] ?? '10000' }
);
