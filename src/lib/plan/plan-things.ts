// What the parts of a plan are called where a sentence names one of them.
import { m } from '#lib/paraglide/messages.js';

const things: Readonly<Record<string, () => string>> = {
	unit: () => m.plan_thing_unit(),
	target: () => m.plan_thing_target(),
	indicator: () => m.plan_thing_indicator(),
	node: () => m.plan_thing_node(),
	phase: () => m.plan_thing_phase(),
	phase_item: () => m.plan_thing_phase_item(),
	reading: () => m.plan_thing_reading(),
	safeguard: () => m.plan_thing_safeguard(),
	share: () => m.plan_thing_share(),
	milestone: () => m.plan_thing_milestone()
};

export function planThing(what: string): string {
	return things[what]?.() ?? what;
}
