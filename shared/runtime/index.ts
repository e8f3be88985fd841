/**
 * Greenroom for game authors. A game is declared with `defineGame`; its whole match is one async function, which gets a
 * `Room`. Bots are declared with `defineBot`.
 *
 * Hosts import `host.ts`, tests `testing.ts`.
 */
export { botChoices, type BotChoice, type BotChoices } from './bots/bot-choices.ts';
export { defineBot, type Bot, type BotQuestion, type BotScript } from './bots/bot.ts';
export {
  BadCheckpoint,
  BadEffect,
  BadValue,
  Cancelled,
  DuplicateWait,
  EffectFailed,
  ForeignAwait,
  Impure,
  JoinCycle,
  LimitReached,
  type Mismatch,
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
export { type ScopeOptions } from './kernel/body-scope.ts';
export { type ScopeHandle, type ScopeState } from './kernel/scope-handle.ts';
export { type AbortEvent, type AbortListener, type ScopeSignal } from './kernel/scope-signal.ts';
export { type Task, type TaskState } from './kernel/task.ts';
export { type AnswerLimit, type AskPlayer } from './pieces/answers.ts';
export {
  dismissExtraBots,
  fillWithBots,
  replaceByBot,
  seatBots,
  type BotFill,
  type PlayerCounts,
} from './pieces/bot-fill.ts';
export {
  followDeadline,
  msLeft,
  spanLeftMs,
  type Countdown,
  type CountdownClock,
  type CountdownSpan,
  type DeadlineFields,
} from './pieces/countdown.ts';
export { Deadline, deadlineFields, setDeadline, untilDeadline, withDeadline } from './pieces/deadline.ts';
export { dismissIdle, PlayerActivity, type ActivityCount, type IdleRule } from './pieces/idle.ts';
export { rematch, type RematchOptions } from './pieces/rematch.ts';
export {
  isSeated,
  leaveSeat,
  markConnected,
  roster,
  rosterFields,
  RosterSeat,
  takeSeat,
  type RosterFields,
  type RosterOptions,
} from './pieces/roster.ts';
export { turns, type TurnOptions } from './pieces/turns.ts';
export { voteKick, type VoteKickOptions } from './pieces/vote-kick.ts';
export { Random, type RandomState } from './random/random.ts';
export { type Refusal, type RefusalCode } from './record/refusals.ts';
export {
  defineEffects,
  type EffectBehaviour,
  type EffectContext,
  type EffectHandler,
  type EffectHandlers,
  type EffectLog,
  type GameEffects,
} from './room/effect-handlers.ts';
export { defineGame, type Game, type GameHeader, type SpecOf, type SpectatorSpec } from './room/game.ts';
export {
  buffered,
  type Buffered,
  type CheckpointData,
  type CheckpointOf,
  type EffectArgs,
  type EffectName,
  type EffectResult,
  type EffectSpec,
  type GameSpec,
  type InputData,
  type InputOf,
  type JoinOptionsInput,
  type JoinOptionsOf,
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
  type StateOf,
} from './room/spec.ts';
export {
  type DataItem,
  type DataRow,
  type DataRows,
  type GameData,
  type GameStore,
  type RowRange,
} from './room/game-store.ts';
export { type InputField, type InputFrame, type InputSpec } from './room/input.ts';
export { type GameLimits } from './room/message-limits.ts';
export { type Player } from './room/player.ts';
export { type MessageWaitOptions, type WaitOptions } from './room/player-wait.ts';
export { type Players, type Room } from './room/room.ts';
export { type Spectator, type SpectatorMessage } from './room/spectator-mail.ts';
export { cleanText, truncateText } from './room/text.ts';
export { type Barrier } from './sync/barrier.ts';
export { type Condition } from './sync/condition.ts';
export { type Event } from './sync/event.ts';
export { type Queue } from './sync/queue.ts';
export { type Permit, type Semaphore } from './sync/semaphore.ts';
export { type Branch } from './kernel/branch-scope.ts';
export { type Results } from './verbs/all.ts';
export {
  type CancelledResult,
  type LimitedResults,
  type LimitOptions,
  type SettledResults,
} from './verbs/all-settled.ts';
export { type ScriptContext } from './verbs/script-context.ts';
export { type SystemHandle } from './verbs/systems.ts';
