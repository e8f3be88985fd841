/** Compares a replay with its recording: the verbs of each tick, and the state hashes. */
import type { Match } from '../match/match.ts';
import type { Frame, StateHash, Trace } from '../record/recording.ts';

/** Where a replay first differs from its recording. */
export interface Divergence {
  /** The first tick that differs. */
  readonly tick: number;
  /** The first call of the tick that differs; undefined on a side without such a call. */
  readonly verb?: {
    readonly index: number;
    readonly expected: string | undefined;
    readonly found: string | undefined;
  };
  /** Set if only the number of calls differs, beyond those that are traced by name. */
  readonly calls?: { readonly expected: number; readonly found: number };
  /** The fields of the state that differ, and 'random' for the random stream; empty if it is unknown which. */
  readonly fields?: readonly string[];
  /** What a room of this game would have refused in the recording: the tick was not played. */
  readonly refused?: string;
}

/** What a verifier needs of a match, which is built with `trace: true`. */
export type Verifiable = Pick<Match, 'tick' | 'takeTrace' | 'stateHash' | 'hashedFieldNames'>;

/**
 * Compares a match with its recording, tick by tick.
 *
 * @example
 * const verifier = new Verifier(match);
 * await stepMatches([{ match, entries: frame.entries }]);
 * const divergence = verifier.check(frame);
 */
export class Verifier {
  readonly #match: Verifiable;
  readonly #firstTick: number;
  /** A tick with calls but without a recorded trace, which only the last tick of a recording may be. */
  #untraced: Divergence | undefined;
  #lastTrace: Trace | undefined;

  /**
   * Verifies a match from its next tick on.
   *
   * @param match before its first step, or restored from a snapshot; built with `trace: true`
   */
  constructor(match: Verifiable) {
    this.#match = match;
    this.#firstTick = match.tick;
  }

  /** The trace of the last tick that was checked. */
  get lastTrace(): Trace | undefined {
    return this.#lastTrace;
  }

  /**
   * Call it once after each tick.
   *
   * @param frame the recorded frame of this tick; undefined if it has none
   */
  check(frame: Frame | undefined): Divergence | undefined {
    const found = this.#match.takeTrace();
    this.#lastTrace = found;
    const { tick } = this.#match;
    // A part of the snapshot's tick was done before the snapshot.
    if (tick === this.#firstTick) return undefined;
    const expected = frame?.trace;
    if (expected === undefined) {
      if (found !== undefined && found.calls > 0) this.#untraced ??= { tick, ...compareCalls(NO_CALLS, found) };
      return undefined;
    }
    if (this.#untraced !== undefined) return this.#untraced;
    const calls = compareCalls(expected, found ?? NO_CALLS);
    const fields = expected.stateHash === undefined ? undefined : this.#compare(expected.stateHash, found?.stateHash);
    if (calls === undefined && fields === undefined) return undefined;
    return { tick, ...calls, ...(fields === undefined ? {} : { fields }) };
  }

  #compare(expected: StateHash, found: StateHash = this.#match.stateHash()): string[] | undefined {
    const differ = (_: string, index: number): boolean => expected.fields[index] !== found.fields[index];
    const fields = this.#match.hashedFieldNames().filter(differ);
    const same = fields.length === 0 && expected.hash === found.hash && expected.fields.length === found.fields.length;
    return same ? undefined : fields;
  }
}

const NO_CALLS: Pick<Trace, 'verbs' | 'calls'> = { verbs: [], calls: 0 };

function compareCalls(
  expected: typeof NO_CALLS,
  found: typeof NO_CALLS,
): Pick<Divergence, 'verb' | 'calls'> | undefined {
  const named = Math.max(expected.verbs.length, found.verbs.length);
  for (let index = 0; index < named; index++) {
    const [should, does] = [expected.verbs[index], found.verbs[index]];
    if (should !== does) return { verb: { index, expected: should, found: does } };
  }
  if (expected.calls === found.calls) return undefined;
  return { calls: { expected: expected.calls, found: found.calls } };
}

/** The divergence in one sentence. */
export function describeDivergence({ tick, verb, calls, fields, refused }: Divergence): string {
  const parts: string[] = [];
  if (refused !== undefined) parts.push(`the recording has what no room lets in: ${refused}`);
  if (verb !== undefined) {
    const { index, expected, found } = verb;
    parts.push(`call ${index + 1} of the script is ${callOf(found)} where the recording has ${callOf(expected)}`);
  }
  if (calls !== undefined)
    parts.push(`the script makes ${calls.found} calls where the recording has ${calls.expected}`);
  if (fields !== undefined) {
    const what = fields.length === 0 ? 'the state' : fields.map((field) => `"${field}"`).join(', ');
    parts.push(`${what} ${fields.length > 1 ? 'differ' : 'differs'} from the recording`);
  }
  return `At tick ${tick} ${parts.join(', and ')}.`;
}

function callOf(verb: string | undefined): string {
  return verb === undefined ? 'none' : `${verb}()`;
}
