/** What a match did, tick by tick and turn by turn: to tell where another run of it differs. */
import type { Match } from '../match/match.ts';
import type { Output } from '../record/entries.ts';
import type { StateHash } from '../record/recording.ts';

/** One turn of a task. */
interface TurnRecord {
  /** Its path in the task tree, such as `play › round › race[1]`. */
  readonly task: string;
  readonly hashBefore: number;
  readonly hashAfter: number;
  /** How many calls the script had made in this tick by its end. */
  readonly calls: number;
}

interface TickRecord {
  readonly turns: readonly TurnRecord[];
  readonly state: StateHash;
  readonly verbs: readonly string[];
  readonly calls: number;
  readonly outputs: readonly string[];
  readonly ended: string | undefined;
}

/** How a tick differs from the same tick of another run. */
export interface TickDifference {
  /** The task that did something else; undefined where a system, a condition or an entry did, or nobody knows. */
  readonly task: string | undefined;
  /** For people. */
  readonly what: string;
}

type Observed = Pick<Match, 'tick' | 'stateHash' | 'hashedFieldNames' | 'takeTrace' | 'ended'>;

export class TurnTimeline {
  readonly #ticks = new Map<number, TickRecord>();
  #turns: TurnRecord[] = [];
  #hashBefore = 0;
  #match: Observed | undefined;

  /** The match that it is of, once that is built. */
  watch(match: Observed): void {
    this.#match = match;
  }

  /** To be given to the match as `onTurn`. */
  readonly onTurn = (when: 'begin' | 'end', task: string): void => {
    const match = this.#match;
    if (match === undefined) return;
    const { hash } = match.stateHash();
    if (when === 'begin') this.#hashBefore = hash;
    else {
      const calls = match.takeTrace()?.calls ?? 0;
      this.#turns.push({ task, hashBefore: this.#hashBefore, hashAfter: hash, calls });
    }
  };

  /** To be called after each tick. */
  tick(outputs: readonly Output[]): void {
    const match = this.#match;
    if (match === undefined) return;
    const { verbs, calls } = match.takeTrace() ?? { verbs: [], calls: 0 };
    this.#ticks.set(match.tick, {
      turns: this.#turns,
      state: match.stateHash(),
      verbs,
      calls,
      outputs: outputs.map((output) => JSON.stringify(output)),
      ended: match.ended?.kind,
    });
    this.#turns = [];
  }

  get turnCount(): number {
    return [...this.#ticks.values()].reduce((sum, { turns }) => sum + turns.length, 0);
  }

  /**
   * How a tick differs from what it was in an earlier run.
   *
   * @param isPart the tick of a checkpoint, of which a match that goes on from there runs the second part alone
   */
  differenceFrom(earlier: TurnTimeline, tick: number, isPart: boolean): TickDifference | undefined {
    const [was, is] = [earlier.#ticks.get(tick), this.#ticks.get(tick)];
    if (was === undefined || is === undefined) return undefined;
    const changed = (was.state.hash !== is.state.hash && this.#changedFields(was.state, is.state)) || undefined;
    if (isPart) return changed === undefined ? undefined : { task: undefined, what: changed };
    return (
      differentTurn(was, is, changed) ??
      (changed === undefined ? undefined : { task: undefined, what: `${changed}, ${OUTSIDE_TASKS}` }) ??
      differentOutput(was, is)
    );
  }

  #changedFields(was: StateHash, is: StateHash): string {
    const names = this.#match?.hashedFieldNames() ?? [];
    const fields = names.filter((_, index) => was.fields[index] !== is.fields[index]);
    const shown = fields.map((field) => (field === 'random' ? 'the random stream' : `"${field}"`));
    return shown.length === 0 ? 'the state differs' : `${shown.join(', ')} ${shown.length > 1 ? 'differ' : 'differs'}`;
  }
}

const OUTSIDE_TASKS = 'changed by a system (onTick, every), a condition or what entered';

/** The first turn that differs: in its task, in the state that it found or left, or in what it called. */
function differentTurn(was: TickRecord, is: TickRecord, changed: string | undefined): TickDifference | undefined {
  const state = changed ?? 'the state differs for a while';
  for (let index = 0; index < Math.max(was.turns.length, is.turns.length); index++) {
    const [then, now] = [was.turns[index], is.turns[index]];
    if (then?.task !== now?.task) {
      return { task: now?.task ?? then?.task, what: `${taskOf(now)} had a turn where ${taskOf(then)} had one before` };
    }
    if (then === undefined || now === undefined) break;
    if (then.hashBefore !== now.hashBefore) return { task: undefined, what: `${state}, ${OUTSIDE_TASKS}` };
    const call = differentCall(was, is, Math.max(then.calls, now.calls));
    if (call !== undefined) return { task: now.task, what: call };
    if (then.hashAfter !== now.hashAfter) return { task: now.task, what: state };
  }
  return undefined;
}

function taskOf(turn: TurnRecord | undefined): string {
  return turn === undefined ? 'no task' : `"${turn.task}"`;
}

/** The first of these calls that differs. */
function differentCall(was: TickRecord, is: TickRecord, count: number): string | undefined {
  for (let index = 0; index < Math.min(count, Math.max(was.verbs.length, is.verbs.length)); index++) {
    const [then, now] = [was.verbs[index], is.verbs[index]];
    if (then !== now) return `it called ${callOf(now)} where it had called ${callOf(then)}`;
  }
  return was.calls !== is.calls && count > was.verbs.length
    ? `it made ${is.calls} calls where it had made ${was.calls}`
    : undefined;
}

function callOf(verb: string | undefined): string {
  return verb === undefined ? 'nothing' : `${verb}()`;
}

function differentOutput(was: TickRecord, is: TickRecord): TickDifference | undefined {
  const tasks = new Set(is.turns.map(({ task }) => task));
  const task = tasks.size === 1 ? [...tasks][0] : undefined;
  for (let index = 0; index < Math.max(was.outputs.length, is.outputs.length); index++) {
    const [then, now] = [was.outputs[index], is.outputs[index]];
    if (then !== now) return { task, what: `it put out ${now ?? 'nothing'} where it had put out ${then ?? 'nothing'}` };
  }
  return was.ended === is.ended ? undefined : { task, what: `it ${endOf(is)} where it ${endOf(was)}` };
}

function endOf({ ended }: TickRecord): string {
  return ended ?? 'went on';
}
