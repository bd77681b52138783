// Ends this process when the npm that started it is gone: npm passes a signal to its shell only, and not every shell passes it on.
if (process.env.npm_lifecycle_event !== undefined) {
	const shell = process.ppid;
	setInterval(() => {
		if (process.ppid !== shell) process.kill(process.pid, 'SIGTERM');
	}, 300).unref();
}
