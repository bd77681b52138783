// Who may record what, held against the features: which kinds of record there are, who can enter each, and which feeds the plan declares.
import type { PlanSettings, Recorder } from './plan-document.ts';

/** The kinds of record that features offer (`Feature.records`), each with the recorders that it can have. */
export type RecordRules = ReadonlyMap<string, { readonly recorders: readonly Recorder['by'][] }>;

export interface RecordingFault {
	/** Into settings.json, as in `PlanFault`. */
	readonly path: string;
	readonly rule: 'duplicate_id' | 'unknown_record' | 'wrong_recorder' | 'unknown_feed';
	readonly params: Readonly<Record<string, string>>;
}

/** What the plan's feeds and recording rules say that no feature knows, or that the plan itself does not declare. */
export function recordingFaults(
	{ feeds, recording }: Pick<PlanSettings, 'feeds' | 'recording'>,
	records: RecordRules
): RecordingFault[] {
	const codes = feeds.map(({ code }) => code);
	const twice = codes.flatMap((id, index): RecordingFault[] =>
		codes.indexOf(id) === index ? [] : [{ path: `$.feeds[${index}].code`, rule: 'duplicate_id', params: { id } }]
	);
	const ofRules = recording.flatMap(({ record, enteredBy }, index): RecordingFault[] => {
		const at = `$.recording[${index}]`;
		const possible = records.get(record)?.recorders;
		if (!possible) return [{ path: `${at}.record`, rule: 'unknown_record', params: { id: record } }];
		return enteredBy.flatMap((recorder, number): RecordingFault[] => {
			const path = `${at}.enteredBy[${number}]`;
			if (!possible.includes(recorder.by)) {
				const params = { record, by: recorder.by, expected: possible.join(' | ') };
				return [{ path: `${path}.by`, rule: 'wrong_recorder', params }];
			}
			return recorder.by === 'feed' && !codes.includes(recorder.feed)
				? [{ path: `${path}.feed`, rule: 'unknown_feed', params: { id: recorder.feed } }]
				: [];
		});
	});
	return [...twice, ...ofRules];
}
