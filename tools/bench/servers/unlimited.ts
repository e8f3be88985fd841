/** Settings with which one address may take all of a server: a benchmark is its only client. */
export const UNLIMITED = { PLAYERS_PER_ADDRESS: '100000', MAX_LOAD_PERCENT: '0' } as const;
