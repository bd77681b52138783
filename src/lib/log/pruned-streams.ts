// The streams that are ever cut: sign-ins and reads. Nothing that must stand for good is told in them alone.
export const prunedStreams = ['signin', 'reads'] as const;
