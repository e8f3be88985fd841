/**
 * Greenroom for hosts: the server, practice in a page, and replays. A host builds a `Match` from a `StartFrame`, lets
 * `Entry`s in with `stepMatches`, and carries out its `Output`s.
 */
export { BotRun, type BotLink } from './bots/bot.ts';
export { BotSeats, type BotHome } from './bots/bot-seats.ts';
export { messageOf, textOf } from './errors/readable.ts';
export { toError } from './errors/thrown.ts';
export { newDecoder } from './hosts/decoders.ts';
export { DelayedStream, type SpectatorTick, type SpectatorUpdate } from './hosts/delayed-stream.ts';
export { LocalHost, type LocalHostOptions } from './hosts/local-host.ts';
export { EffectProblem, NO_LOG, runEffect, type EffectEntry, type EffectOutput } from './hosts/run-effect.ts';
export { abortion, RunningEffects } from './hosts/running-effects.ts';
export { type Aborter } from './kernel/platform.ts';
export { Replay, type ReplaySettings } from './hosts/replay.ts';
export { ShadowClients, type ShadowParts } from './hosts/shadow-clients.ts';
export { stateCheckOf, type StateCheck } from './hosts/state-check.ts';
export { StateEncoder } from './hosts/state-encoder.ts';
export { resumeMatches, stepMatches, type Resumable, type Step, type Steppable, type Steps } from './match/steps.ts';
export { describeDivergence, Verifier, type Divergence, type Verifiable } from './hosts/verifier.ts';
export { ByteReader } from './journal/byte-reader.ts';
export { ByteWriter } from './journal/byte-writer.ts';
export { decodeFrames, encodeFrames } from './journal/frame-codec.ts';
export { FrameWriter, readFrames } from './journal/live-codec.ts';
export { mergeFrames } from './journal/merge-frames.ts';
export { REPLAY_BOUNDS } from './journal/replay-bounds.ts';
export { decodeReplay, encodeReplay, type Deflate, type Inflate } from './journal/replay-file.ts';
export { ReplayProblem, type ReplayProblemCode } from './journal/replay-problem.ts';
export { readValue, writeValue } from './journal/value-codec.ts';
export { type YieldControl } from './journal/yield-control.ts';
export { formatTasks, type ScopeDescription, type TaskDescription, type WaitDescription } from './kernel/describe.ts';
export { DEFAULT_LIMITS, failRoomOfContext, type Limits, type TurnObserver } from './kernel/kernel.ts';
export { failureText, type ScriptFailure } from './kernel/script-failure.ts';
export { installTraps } from './kernel/traps.ts';
export { Match, type MatchOptions } from './match/match.ts';
export { type Residue } from './match/residue.ts';
export {
  type BotEntry,
  type Entry,
  type MatchEnd,
  type MessageEntry,
  type Output,
  type StartFrame,
} from './record/entries.ts';
export { asPlain } from './record/plain.ts';
export { type Frame, type RecordedEnd, type Recording, type StateHash, type Trace } from './record/recording.ts';
export { botEntryOf, type ClientOutput, isFor, type Recipient } from './record/recipients.ts';
export { REFUSALS } from './record/refusals.ts';
export { type KeptMessage, type SeatSnapshot, type Snapshot } from './record/snapshot.ts';
export { checkEffects } from './room/effect-handlers.ts';
export { limitsOf, MESSAGE_LIMITS, type Limited } from './room/message-limits.ts';
export { distinctGames } from './room/distinct-games.ts';
export { seatsOf, spectatorDelayTicks } from './room/game.ts';
export { FRAMES_PER_TICK, inputEntry, InputShape, type InputEntry, MAX_INPUT_FIELDS } from './room/input.ts';
export { INPUT_BURST, InputQueue, INPUTS_QUEUED } from './room/input-queue.ts';
export { plainOptions, validateAnswer, validateJoinOptions, validateMessage, type Checked } from './room/validate.ts';
export {
  DataFull,
  type DataBackend,
  type DataCommit,
  type DataWrite,
  type StoredItem,
  type StoredRange,
  type StoredRow,
} from './store/data-backend.ts';
export { GameStores, type StoreHolder } from './store/game-stores.ts';
export { MemoryDataBackend } from './store/memory-data-backend.ts';
export { type StateSnapshot } from './state/snapshot-data.ts';
export { type ValueRule } from './state/values.ts';
