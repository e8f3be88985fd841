/**
 * Called between small pieces of long work to let the host do something else. Returns undefined to continue at once, or a promise
 * to wait for; if it rejects, the work ends with its error.
 */
export type YieldControl = () => Promise<void> | undefined;
