// Limits that forms, REST and commands share.

/** How many records one call may bring. */
export const batchLimit = 500;
