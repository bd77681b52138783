// Which host names stay on this machine.

export function isLoopback(host: string): boolean {
	return (
		host === 'localhost' ||
		host === '[::1]' ||
		host === '::1' ||
		/^127\.\d+\.\d+\.\d+$/.test(host) ||
		host.endsWith('.localhost')
	);
}
