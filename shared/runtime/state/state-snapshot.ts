/** Snapshots of states: taken, and made into states again. */
export { captureState } from './capture-state.ts';
export { restoreState, type RestoredState } from './restore-state.ts';
export type { StateSnapshot } from './snapshot-data.ts';
