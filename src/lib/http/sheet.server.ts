// Sends a sheet line by line as it is read: a file to keep, never a page to show.

/** @param name of the file, in ASCII */
export function sendSheet(name: string, lines: AsyncGenerator<string>): Response {
	const encoder = new TextEncoder();
	const body = new ReadableStream<Uint8Array>({
		pull: async (controller) => {
			const next = await lines.next();
			if (next.done) controller.close();
			else controller.enqueue(encoder.encode(next.value));
		},
		cancel: async () => {
			await lines.return(undefined);
		}
	});
	return new Response(body, {
		headers: { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': `attachment; filename="${name}"` }
	});
}
