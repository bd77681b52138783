// What the frame shows: the person, the plan, the business clock, and the pages that the role may open.
import { mayAdminister, mayReview, mayRunSamples, seesCity, seesRecords } from '#lib/access/rights.ts';
import type { Person } from '#lib/access/people.server.ts';
import type { Name } from '#lib/plan/plan-document.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { App } from '#lib/app/app.server.ts';
import { isLoopback } from '#lib/platform/host.ts';
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

/** The plan's title in the reader's language, for pages outside the frame. */
export function planTitle(app: App): string {
	const { title } = app.plan.document;
	return getLocale() === 'en' ? title.en : title.zh;
}

/** In the order of use: what one must do, what one looks at, what stands behind it. */
function navOf(app: App, { actor }: Person): NavItem[] {
	const city = seesCity(actor);
	const review = mayReview(actor, [...app.plan.tasks.values()]);
	const nav: (NavItem | false)[] = [
		city && { href: '/overview', label: m.ui_nav_overview(), icon: 'overview' },
		city && { href: '/goals', label: m.ui_nav_goals(), icon: 'goals' },
		actor.unit !== null && { href: '/work', label: m.ui_nav_work(), icon: 'work' },
		review && { href: '/review', label: m.ui_nav_review(), icon: 'review' },
		city && { href: '/stages', label: m.ui_nav_stages(), icon: 'stages' },
		city && { href: '/funds', label: m.ui_nav_funds(), icon: 'funds' },
		city && { href: '/registers', label: m.ui_nav_registers(), icon: 'registers' },
		seesRecords(actor) && { href: '/observations', label: m.ui_nav_observations(), icon: 'observations' },
		seesRecords(actor) && { href: '/ledger', label: m.ui_nav_ledger(), icon: 'ledger' },
		city && { href: '/plan', label: m.ui_nav_plan(), icon: 'plan' },
		mayAdminister(actor, 'accounts') && { href: '/admin/accounts', label: m.ui_nav_accounts(), icon: 'accounts' },
		mayAdminister(actor, 'units') && { href: '/admin/units', label: m.ui_nav_units(), icon: 'units' },
		mayAdminister(actor, 'settings') && { href: '/admin/settings', label: m.ui_nav_settings(), icon: 'settings' },
		mayAdminister(actor, 'jobs') && { href: '/admin/jobs', label: m.ui_nav_jobs(), icon: 'jobs' },
		mayAdminister(actor, 'roles') && { href: '/admin/roles', label: m.ui_nav_roles(), icon: 'roles' },
		mayAdminister(actor, 'policy') && { href: '/admin/policy', label: m.ui_nav_policy(), icon: 'policy' },
		mayAdminister(actor, 'sessions') && { href: '/admin/sessions', label: m.ui_nav_sessions(), icon: 'sessions' },
		mayAdminister(actor, 'tokens') && { href: '/admin/tokens', label: m.ui_nav_tokens(), icon: 'tokens' },
		mayAdminister(actor, 'audit') && { href: '/admin/audit', label: m.ui_nav_audit(), icon: 'audit' }
	];
	return nav.filter((item) => item !== false);
}
