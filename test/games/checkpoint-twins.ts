/** Compares a match with those that continue from its checkpoints. */
import { Encoder } from '@colyseus/schema';
import { pack, unpack } from 'msgpackr';
import { expect } from 'vitest';
import { formatTasks, Match, resumeMatches, type Snapshot, stepMatches } from '../../shared/runtime/host.ts';
import type { Game, GameSpec } from '../../shared/runtime/index.ts';
import type { VirtualMatch } from '../../shared/runtime/testing.ts';

/** Runs a match until `done`, and returns the snapshots that it took. */
export async function snapshotsOf<S extends GameSpec>(
  match: VirtualMatch<S>,
  done: () => boolean,
  act: () => void = () => {},
): Promise<Snapshot[]> {
  const snapshots: Snapshot[] = [];
  while (!done()) {
    act();
    await match.tick();
    const { snapshot } = match.match;
    if (snapshot !== undefined && snapshot !== snapshots.at(-1)) snapshots.push(snapshot);
  }
  return snapshots;
}

/** Continues from some of the snapshots, the first and the last among them. */
export async function checkTwins<S extends GameSpec>(
  game: Game<S>,
  live: VirtualMatch<S>,
  snapshots: readonly Snapshot[],
): Promise<void> {
  expect(snapshots.length).toBeGreaterThan(2);
  const every = Math.ceil(snapshots.length / 4);
  for (const [index, snapshot] of snapshots.entries())
    if (index === snapshots.length - 1 || index % every === 0) await checkTwin(game, live, snapshot);
}

/** Continues from a snapshot to the end of the recording, and expects the same match in every tick. */
async function checkTwin<S extends GameSpec>(game: Game<S>, live: VirtualMatch<S>, snapshot: Snapshot): Promise<void> {
  const recording = live.recording();
  const from = unpack(pack(snapshot)) as Snapshot;
  const match = new Match(game, recording.start, { from, trace: true });
  const encoder = new Encoder(match.state);
  await resumeMatches([match]);
  encoder.discardChanges();
  const outputs = [...match.takeOutputs()];
  const frames = new Map(recording.frames.map((frame) => [frame.tick, frame]));
  while (match.tick < recording.lastTick) {
    const frame = frames.get(match.tick + 1);
    await stepMatches([{ match, entries: frame?.entries ?? [] }]);
    outputs.push(...match.takeOutputs());
    encoder.discardChanges();
    expect(match.takeTrace()).toEqual(frame?.trace);
  }
  expect(outputs).toEqual(live.outputs.slice(live.outputs.length - outputs.length));
  expect(match.state.toJSON()).toEqual(live.state.toJSON());
  expect(match.stateHash()).toEqual(live.match.stateHash());
  expect(formatTasks(match.describe())).toBe(formatTasks(live.match.describe()));
  expect(match.ended?.kind).toBe(live.ended?.kind);
}
