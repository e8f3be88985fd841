/** Greenroom for tests of games: whole matches in virtual time, and what a test compares. */
export {
  checkDeterminism,
  DeterminismError,
  type DeterminismOptions,
  type DeterminismReport,
} from './hosts/check-determinism.ts';
export { Loopback } from './hosts/loopback.ts';
export { VirtualEffects, type VirtualEffectRun } from './hosts/virtual-effects.ts';
export { VirtualMatch, type MatchObserver, type SentMessage, type VirtualMatchOptions } from './hosts/virtual-match.ts';
export { VERBS } from './journal/verb-codes.ts';
export { findMismatch } from './state/mismatch.ts';
