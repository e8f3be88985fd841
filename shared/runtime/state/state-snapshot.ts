/** Takes and restores snapshots of states. */
export { captureState } from './capture-state.ts';
export { restoreState, type RestoredState } from './restore-state.ts';
export type { StateSnapshot } from './snapshot-data.ts';
