// Whether a unit exists on a day: reforms rename and merge units, and what is granted or issued for one ends with it.

/** Both days belong to the time; null leaves it open. */
export function isValidOn(
	unit: { readonly validFrom: string | null; readonly validTo: string | null },
	today: string
): boolean {
	return (unit.validFrom === null || unit.validFrom <= today) && (unit.validTo === null || unit.validTo >= today);
}
