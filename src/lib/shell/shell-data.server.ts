// What the frame shows: the person, the plan, the business clock, and the pages that the role may open.
import { mayReview, mayRunSamples, seesCity, seesRecords } from '#lib/access/rights.ts';
import type { Person } from '#lib/access/people.server.ts';
import type { Name } from '#lib/plan/plan-document.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { App } from '#lib/server/app.server.ts';
import { isLoopback } from '#lib/server/loopback.ts';
import type { NavItem, ShellData } from './shell-types.ts';

export function shellData(app: App, person: Person): ShellData & { readonly businessNow: number } {
	const { actor } = person;
	const unit = actor.unit === null ? null : app.plan.units.get(actor.unit);
	const words = (name: Name) => (getLocale() === 'en' ? name.en : name.zh);
	return {
		actor: {
			name: person.name,
			role: actor.role,
			unit: unit ? { short: words(unit.short), name: words(unit.name) } : null
		},
		plan: { title: words(app.plan.document.title) },
		today: app.clock.today(),
		businessNow: app.clock.now().getTime(),
		demo: app.demo,
		sampleActivity: app.demo ? app.sample.running() : null,
		plainHttp: app.config.allowHttp && app.config.origin?.protocol !== 'https:' && !isLoopback(app.config.host),
		maySwitchSamples: app.demo && app.config.demoActivity && mayRunSamples(actor),
		nav: navOf(app, person)
	};
}

function navOf(app: App, { actor }: Person): NavItem[] {
	const nav: NavItem[] = [];
	if (seesCity(actor)) nav.push({ href: '/overview', label: m.ui_nav_overview(), icon: 'overview' });
	if (actor.unit !== null) nav.push({ href: '/work', label: m.ui_nav_work(), icon: 'work' });
	if (seesRecords(actor)) nav.push({ href: '/ledger', label: m.ui_nav_ledger(), icon: 'ledger' });
	if (mayReview(actor, [...app.plan.tasks.values()]))
		nav.push({ href: '/review', label: m.ui_nav_review(), icon: 'review' });
	return nav;
}
