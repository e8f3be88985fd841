/**
 * Greenroom's runtime: rooms whose whole game is one async function. It knows no game and no transport.
 *
 * A game is declared with `defineGame`; its script gets a `Room`. A host builds a `Match` from a `StartFrame`, lets
 * `Entry`s in with `stepMatches`, and carries out its `Output`s. `VirtualMatch` is the host for tests.
 */
export { type ScopeHandle } from './body-scope.ts';
export { Bot, BotRun, defineBot, type BotEntry, type BotLink, type BotQuestion, type BotScript } from './bot.ts';
export { formatTasks, type ScopeDescription, type TaskDescription, type WaitDescription } from './describe.ts';
export { type Entry, type MatchEnd, type MessageEntry, type Output, type StartFrame } from './entries.ts';
export {
  Cancelled,
  DuplicateWait,
  EffectFailed,
  ForeignAwait,
  Impure,
  LimitReached,
  OutsideTurn,
  PlayerLeft,
  QueueClosed,
  QueueFull,
  ReleasedTooOften,
  RunawayTick,
  ScopeClosed,
  StrayCancelled,
  StuckTask,
  SystemError,
  TaskCancelled,
  TaskGroupError,
  TimeoutError,
  WrongStrand,
} from './errors.ts';
export {
  buffered,
  defineGame,
  type Buffered,
  type EffectArgs,
  type EffectName,
  type EffectResult,
  type EffectSpec,
  type Game,
  type GameSpec,
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
} from './game.ts';
export { DEFAULT_LIMITS, failRoomOfContext, type Limits } from './kernel.ts';
export { Loopback } from './loopback.ts';
export { Match } from './match.ts';
export { type Player } from './player.ts';
export { type MessageWaitOptions, type WaitOptions } from './player-wait.ts';
export { Random, type RandomState } from './random.ts';
export { REFUSALS, type Refusal, type RefusalCode } from './refusals.ts';
export { type Players, type Room } from './room.ts';
export { type ScriptContext } from './script-context.ts';
export { stepMatches, type Step, type Steppable } from './steps.ts';
export { type Barrier } from './sync/barrier.ts';
export { type Condition } from './sync/condition.ts';
export { type Event } from './sync/event.ts';
export { type Queue } from './sync/queue.ts';
export { type Semaphore } from './sync/semaphore.ts';
export { type SystemHandle } from './systems.ts';
export { type Task, type TaskState } from './task.ts';
export { installTraps } from './traps.ts';
export { validateAnswer, validateMessage, type Checked } from './validate.ts';
export { VirtualMatch, type SentMessage, type VirtualMatchOptions } from './virtual-match.ts';
