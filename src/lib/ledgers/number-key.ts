// What two registration or case numbers are compared by: the same number typed in another width or case is the same number.

/** "ＺＬ２０１９（甬）-1 " and "zl2019(甬)-1" have one key. Kept beside the number, which stays as it was entered. */
export function numberKey(number: string): string {
	return number.normalize('NFKC').trim().toLowerCase();
}
