/** How long work lets its host do something else. */

/**
 * Called between small pieces of a long work, and awaited: undefined goes on at once, a promise when it resolves. Where it rejects,
 * the work ends with that error.
 */
export type YieldControl = () => Promise<void> | undefined;
