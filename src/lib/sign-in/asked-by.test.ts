// What counts as a person's doing.
import { expect, it } from 'vitest';
import { askedBy } from './asked-by.ts';

it.each([
	['a page opened', 'GET', { 'sec-fetch-dest': 'document' }, false, 'person'],
	['a program that reads', 'GET', {}, false, 'person'],
	['a form sent', 'POST', { 'sec-fetch-dest': 'document' }, false, 'person'],
	['a form sent by a script', 'POST', { 'sec-fetch-dest': 'empty' }, true, 'person'],
	['a heartbeat', 'POST', { 'sec-fetch-dest': 'empty' }, false, 'person'],
	['a record withdrawn', 'DELETE', {}, false, 'person'],
	['the data of a page', 'GET', { 'sec-fetch-dest': 'empty' }, true, 'page'],
	// Over plain http browsers name no destination.
	['the data of a page over plain http', 'GET', {}, true, 'page'],
	['a fetch by a script', 'GET', { 'sec-fetch-dest': 'empty' }, false, 'page'],
	['a picture', 'GET', { 'sec-fetch-dest': 'image' }, false, 'page'],
	['a look at the headers alone', 'HEAD', { 'sec-fetch-dest': 'empty' }, false, 'page']
])('%s', (_, method, headers, isData, expected) => {
	expect(askedBy(method, new Headers(headers as Record<string, string>), isData)).toBe(expected);
});
