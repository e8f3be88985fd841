/** Checks that a game is a pure function of what enters it: the same match is played again from its journal, and compared. */
import { ByteReader } from '../journal/byte-reader.ts';
import { ByteWriter } from '../journal/byte-writer.ts';
import { decodeFrames, encodeFrames } from '../journal/frame-codec.ts';
import { readValue, writeValue } from '../journal/value-codec.ts';
import { Match } from '../match/match.ts';
import { resumeMatches, stepMatches } from '../match/steps.ts';
import type { Entry, Output } from '../record/entries.ts';
import type { Recording } from '../record/recording.ts';
import type { Snapshot } from '../record/snapshot.ts';
import type { Game } from '../room/game.ts';
import type { GameSpec } from '../room/spec.ts';
import { Loopback } from './loopback.ts';
import { TurnTimeline, type TickDifference } from './timeline.ts';
import { VirtualMatch, type VirtualMatchOptions } from './virtual-match.ts';

/** How a match is played to check its determinism. */
export interface DeterminismOptions<S extends GameSpec> extends Omit<VirtualMatchOptions<S>, 'from' | 'observer'> {
  /** From how many of the match's checkpoints it is recovered, spread over the match; 8 unless given. */
  readonly recoveries?: number;
}

/** What was compared. */
export interface DeterminismReport {
  /** How long the match was, in ticks. */
  readonly ticks: number;
  /** How many turns its tasks had in them. */
  readonly turns: number;
  /** The ticks of the checkpoints from which it was recovered. */
  readonly recoveredFrom: readonly number[];
}

/** The same match came out differently when it was played again from its journal. */
export class DeterminismError extends Error {
  override readonly name = 'DeterminismError';
  /** The first tick that differs. */
  readonly tick: number;
  /** The path of the task that did something else, such as `play › round`; undefined where no task did, or nobody knows. */
  readonly task: string | undefined;
  /** The tick of the checkpoint from which the match was recovered; undefined: it was played again from its start. */
  readonly recoveredFrom: number | undefined;

  constructor(tick: number, { task, what }: TickDifference, recoveredFrom: number | undefined) {
    const run = recoveredFrom === undefined ? 'played again' : `recovered from its checkpoint of tick ${recoveredFrom}`;
    const who = task === undefined ? '' : `task "${task}": `;
    super(`the match differs at tick ${tick} when it is ${run}: ${who}${what}. ${remedy(recoveredFrom)}`);
    this.tick = tick;
    this.task = task;
    this.recoveredFrom = recoveredFrom;
  }
}

function remedy(recoveredFrom: number | undefined): string {
  const module = 'Keep what a match remembers in room.state or in variables of play(): those of a module outlive it';
  if (recoveredFrom === undefined) return `${module}.`;
  return `What the script needs after a checkpoint is in room.state or in the data of room.checkpoint(). ${module}.`;
}

/**
 * Plays a match by `script`, then again from its journal, and once from each of its checkpoints as after a crash, and
 * compares the runs turn by turn: tasks, calls, state, random stream and outputs. A game that passes recovers after a
 * crash and replays as it was; it must not depend on variables of a module, on the order in which matches are played, or on
 * anything else that is not in the journal.
 *
 * @param script plays the people of the match: joins, messages, drops, and time
 * @returns what was compared; a test may want to see that the match was long enough
 * @throws {@link DeterminismError} with the first tick, and the task, that differ; the error of a match that failed; what
 *   `script` threw
 *
 * @example
 * test('coin is deterministic', async () => {
 *   await checkDeterminism(coin, async (match) => {
 *     const ann = await match.join('Ann');
 *     match.send(ann, 'guess', 'heads');
 *     await match.until(() => match.ended !== undefined);
 *   });
 * });
 */
export async function checkDeterminism<S extends GameSpec>(
  game: Game<S>,
  script: (match: VirtualMatch<S>) => Promise<unknown>,
  { recoveries = 8, ...options }: DeterminismOptions<S> = {},
): Promise<DeterminismReport> {
  const timeline = new TurnTimeline();
  const snapshots: Snapshot[] = [];
  const observer = {
    onTurn: timeline.onTurn,
    onTick: ({ match }: VirtualMatch<S>, outputs: readonly Output[]) => {
      timeline.tick(outputs);
      const { snapshot } = match;
      if (snapshot !== undefined && snapshot.tick !== snapshots.at(-1)?.tick) snapshots.push(snapshot);
    },
  };
  const played = new VirtualMatch(game, { ...options, observer });
  timeline.watch(played.match);
  await script(played);
  if (played.ended?.kind === 'failed') throw played.ended.error;
  const again = new SecondRun(game, played.recording(), timeline, options.limits);
  const from = spread(snapshots, recoveries);
  for (const snapshot of [undefined, ...from]) await again.play(snapshot);
  return { ticks: played.match.tick, turns: timeline.turnCount, recoveredFrom: from.map(({ tick }) => tick) };
}

/** Plays a match again from its journal, as a server does after a crash. */
class SecondRun<S extends GameSpec> {
  readonly #game: Game<S>;
  readonly #recording: Recording;
  readonly #first: TurnTimeline;
  readonly #limits: VirtualMatchOptions<S>['limits'];
  /** By tick. */
  readonly #entries: ReadonlyMap<number, readonly Entry[]>;

  constructor(game: Game<S>, recording: Recording, first: TurnTimeline, limits: VirtualMatchOptions<S>['limits']) {
    this.#game = game;
    this.#recording = recording;
    this.#first = first;
    this.#limits = limits;
    const journal = decodeFrames(encodeFrames(recording.frames));
    this.#entries = new Map(journal.map(({ tick, entries }) => [tick, entries]));
  }

  /** @throws DeterminismError */
  async play(from: Snapshot | undefined): Promise<void> {
    const { start, lastTick } = this.#recording;
    const timeline = new TurnTimeline();
    const parts = { limits: this.#limits, trace: true, from: from && stored(from), onTurn: timeline.onTurn };
    const match = new Match(this.#game, start, parts);
    timeline.watch(match);
    const loopback = new Loopback(match.state);
    const compare = (isPart: boolean): void => {
      loopback.sync();
      timeline.tick(match.takeOutputs());
      const difference = timeline.differenceFrom(this.#first, match.tick, isPart);
      if (difference !== undefined) throw new DeterminismError(match.tick, difference, from?.tick);
    };
    if (from !== undefined) {
      await resumeMatches([match]);
      compare(true);
    }
    while (match.tick < lastTick) {
      await stepMatches([{ match, entries: this.#entries.get(match.tick + 1) ?? [] }]);
      compare(false);
    }
  }
}

/** As it is when it has been in a file. */
function stored(snapshot: Snapshot): Snapshot {
  const writer = new ByteWriter();
  writeValue(writer, snapshot);
  return readValue(new ByteReader(writer.take())) as Snapshot;
}

/** As many of a list as asked for, spread evenly, the last among them. */
function spread<T>(all: readonly T[], count: number): T[] {
  const step = Math.max(1, all.length / Math.max(1, count));
  return all.filter((_, index) => count > 0 && Math.floor((index + 1) / step) > Math.floor(index / step));
}
