/** `greenroom/testing`: what the tests of a game import. Node only. */
export * from '../shared/runtime/testing.ts';
export { defineInvariants, type Invariant, type InvariantsSpec } from '../tools/sim/games/define-invariants.ts';
export type { HostileAction, Knowledge, RoomSetup, SimGame } from '../tools/sim/games/sim-game.ts';
export type { FaultKind } from '../tools/sim/fault-kinds.ts';
export { InvariantViolated, simulate, type SimulateOptions, type SimulateResult } from '../tools/sim/simulate-seeds.ts';
