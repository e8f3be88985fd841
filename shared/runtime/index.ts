/**
 * Greenroom's runtime: rooms whose whole game is one async function. It knows no game and no transport.
 *
 * A game is declared with `defineGame`; its script gets a `Room`. A host builds a `Match` from a `StartFrame`, lets
 * `Entry`s in with `stepMatches`, and carries out its `Output`s. `VirtualMatch` is the host for tests.
 */
export { type ScopeOptions } from './kernel/body-scope.ts';
export { botChoices, type BotChoice, type BotChoices } from './bots/bot-choices.ts';
export { Bot, BotRun, defineBot, type BotEntry, type BotLink, type BotQuestion, type BotScript } from './bots/bot.ts';
export { newDecoder } from './hosts/decoders.ts';
export { DelayedStream, type SpectatorTick as Moment, type SpectatorUpdate as Shown } from './hosts/delayed-stream.ts';
export { formatTasks, type ScopeDescription, type TaskDescription, type WaitDescription } from './kernel/describe.ts';
export { distinctGames } from './room/distinct-games.ts';
export { type Entry, type MatchEnd, type Output, type StartFrame } from './record/entries.ts';
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
} from './errors/errors.ts';
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
} from './room/game.ts';
export {
  FRAMES_PER_TICK,
  inputEntry,
  InputShape,
  MAX_INPUT_FIELDS,
  type InputField,
  type InputFrame,
  type InputSpec,
} from './room/input.ts';
export { DEFAULT_LIMITS, failRoomOfContext, type Limits } from './kernel/kernel.ts';
export { LocalHost, type LocalHostOptions } from './hosts/local-host.ts';
export { Loopback } from './hosts/loopback.ts';
export { Match, type MatchOptions } from './match/match.ts';
export { failureText } from './kernel/script-failure.ts';
export { type Player } from './room/player.ts';
export { type MessageWaitOptions, type WaitOptions } from './room/player-wait.ts';
export { asPlain, isPlain } from './record/plain.ts';
export { messageOf, textOf } from './errors/readable.ts';
export { cleanText, truncateText as cutText } from './room/text.ts';
export { Random } from './random/random.ts';
export { type Frame, type RecordedEnd, type Recording, type Trace } from './record/recording.ts';
export { type Refusal } from './record/refusals.ts';
export { type Players, type Room } from './room/room.ts';
export { type ScopeHandle, type ScopeState } from './kernel/scope-handle.ts';
export { type AbortEvent, type ScopeSignal } from './kernel/scope-signal.ts';
export { type ScriptContext } from './verbs/script-context.ts';
export { type Snapshot } from './record/snapshot.ts';
export { stateCheckOf as checkOf, type StateCheck } from './hosts/state-check.ts';
export { StateEncoder } from './hosts/state-encoder.ts';
export { findMismatch, type Mismatch } from './state/mismatch.ts';
export { ShadowClients, type ShadowParts } from './hosts/shadow-clients.ts';
export { type ValueRule } from './state/values.ts';
export { resumeMatches, stepMatches, type Step } from './hosts/steps.ts';
export { type Barrier } from './sync/barrier.ts';
export { type Condition } from './sync/condition.ts';
export { type Event } from './sync/event.ts';
export { type Queue } from './sync/queue.ts';
export { type Permit, type Semaphore } from './sync/semaphore.ts';
export { type SystemHandle } from './verbs/systems.ts';
export { type Task, type TaskState } from './kernel/task.ts';
export { toError } from './errors/thrown.ts';
export { type CancelledResult, type LimitedResults, type LimitOptions } from './verbs/all-settled.ts';
export { validateAnswer, validateMessage, type Checked } from './room/validate.ts';
export { VirtualMatch, type SentMessage, type VirtualMatchOptions } from './hosts/virtual-match.ts';
