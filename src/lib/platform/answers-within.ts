// Whether something answers in time: for who must say so by then, whatever happens.

/** False also where the answer is an error; what comes too late is heard by nobody. */
export function answersWithin(question: PromiseLike<unknown>, ms: number): Promise<boolean> {
	return new Promise((resolve) => {
		const tooLate = setTimeout(() => {
			resolve(false);
		}, ms);
		const settle = (answered: boolean) => () => {
			clearTimeout(tooLate);
			resolve(answered);
		};
		question.then(settle(true), settle(false));
	});
}
