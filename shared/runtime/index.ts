/**
 * Greenroom's runtime: rooms whose whole game is one async function. It knows no game and no transport.
 *
 * A game is declared with `defineGame`; its script gets a `Room`. A host builds a `Match` from a `StartFrame`, lets
 * `Entry`s in with `stepMatches`, and carries out its `Output`s. `VirtualMatch` is the host for tests.
 */
export { type ScopeOptions } from './body-scope.ts';
export { Bot, BotRun, defineBot, type BotEntry, type BotLink, type BotQuestion, type BotScript } from './bot.ts';
export { newDecoder } from './decoders.ts';
export { DelayedStream, type Moment, type Shown } from './delayed-stream.ts';
export { formatTasks, type ScopeDescription, type TaskDescription, type WaitDescription } from './describe.ts';
export { distinctGames } from './distinct-games.ts';
export { type Entry, type MatchEnd, type Output, type StartFrame } from './entries.ts';
export {
  BadCheckpoint,
  BadValue,
  Cancelled,
  DuplicateWait,
  EffectFailed,
  ForeignAwait,
  Impure,
  JoinCycle,
  LimitReached,
  OutsideTurn,
  PermitDeadlock,
  PlayerLeft,
  QueueClosed,
  QueueFull,
  ReleasedTooOften,
  RunawayTick,
  ScopeClosed,
  StateMismatch,
  StrayCancelled,
  StuckTask,
  SystemError,
  TaskCancelled,
  TaskGroupError,
  TimeoutError,
  UnreadableError,
  WrongStrand,
} from './errors.ts';
export {
  buffered,
  defineGame,
  type Buffered,
  type CheckpointData,
  type CheckpointOf,
  type EffectArgs,
  type EffectName,
  type EffectResult,
  type EffectSpec,
  type Game,
  type GameSpec,
  type InputData,
  type InputOf,
  type MessageData,
  type MessageSpec,
  type MessageType,
  type NoticeData,
  type NoticeType,
  type OptionsOf,
  type QuestionAnswer,
  type QuestionData,
  type QuestionName,
  type QuestionSpec,
  spectatorDelayTicks,
  type SpectatorSpec,
  type StateOf,
} from './game.ts';
export {
  FRAMES_PER_TICK,
  inputEntry,
  InputShape,
  MAX_INPUT_FIELDS,
  type InputField,
  type InputFrame,
  type InputSpec,
} from './input.ts';
export { DEFAULT_LIMITS, failRoomOfContext, type Limits } from './kernel.ts';
export { LocalHost, type LocalHostOptions } from './local-host.ts';
export { Loopback } from './loopback.ts';
export { Match, type MatchOptions } from './match.ts';
export { failureText } from './match-failure.ts';
export { type Player } from './player.ts';
export { type MessageWaitOptions, type WaitOptions } from './player-wait.ts';
export { asPlain, isPlain } from './plain.ts';
export { messageOf, textOf } from './readable.ts';
export { cleanText, cutText } from './text.ts';
export { Random } from './random.ts';
export { type Frame, type RecordedEnd, type Recording, type Trace } from './recording.ts';
export { type Refusal } from './refusals.ts';
export { type Players, type Room } from './room.ts';
export { type ScopeHandle, type ScopeState } from './scope-handle.ts';
export { type AbortEvent, type ScopeSignal } from './scope-signal.ts';
export { type ScriptContext } from './script-context.ts';
export { type Snapshot } from './snapshot.ts';
export { checkOf, type StateCheck } from './state-check.ts';
export { StateEncoder } from './state-encoder.ts';
export { findMismatch, type Mismatch } from './state/mismatch.ts';
export { ShadowClients, type ShadowParts } from './state/shadow-clients.ts';
export { type ValueRule } from './state/values.ts';
export { resumeMatches, stepMatches, type Step } from './steps.ts';
export { type Barrier } from './sync/barrier.ts';
export { type Condition } from './sync/condition.ts';
export { type Event } from './sync/event.ts';
export { type Queue } from './sync/queue.ts';
export { type Permit, type Semaphore } from './sync/semaphore.ts';
export { type SystemHandle } from './systems.ts';
export { type Task, type TaskState } from './task.ts';
export { toError } from './thrown.ts';
export { type CancelledResult, type LimitedResults, type LimitOptions } from './verbs/all-settled.ts';
export { validateAnswer, validateMessage, type Checked } from './validate.ts';
export { VirtualMatch, type SentMessage, type VirtualMatchOptions } from './virtual-match.ts';
