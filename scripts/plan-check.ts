// `npm run plan:check -- <dir>`: checks a plan folder; one line for each fault, exit 1 if there is one.
import { catalogue } from '#lib/app/features.ts';
import { loadPlan } from '#lib/plan/load-plan.server.ts';
import { sharesOf } from '#lib/plan/shares.ts';

const folder = process.argv[2];
if (folder === undefined) {
	console.error('用法 / usage: npm run plan:check -- <dir>');
	process.exitCode = 2;
} else {
	const loaded = await loadPlan(folder, catalogue.records);
	if (loaded.ok) {
		const { document, units, targets, indicators, tasks, budget, phases } = loaded.plan;
		const shares = sharesOf(loaded.plan);
		const counts = {
			units: units.length,
			targets: targets.length,
			indicators: indicators.length,
			tasks: tasks.length,
			shares: shares.length,
			milestones: shares.flatMap((share) => share.milestones).length,
			lines: budget.lines.length,
			'phase items': phases.flatMap((phase) => phase.items).length
		};
		const list = Object.entries(counts).map(([what, count]) => `${count} ${what}`);
		console.log(`OK ${document}: ${list.join(', ')}`);
	} else {
		for (const line of loaded.lines) console.error(line);
		process.exitCode = 1;
	}
}
