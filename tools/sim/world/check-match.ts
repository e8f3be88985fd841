/** Checks what clients saw and received against the journal, and the journal against a replay that never crashed. */
import { InputShape, isFor, type Output, type Recording } from '../../../shared/runtime/host.ts';
import { WIRE, type Reply } from '../../../shared/wire.ts';
import type { MatchViolation } from '../outcome.ts';
import type { ClientLog, MatchLog } from './client-log.ts';
import { seenKey, playReference, type ReferenceReplay } from './reference-replay.ts';

const { welcome, reply, held, resumed, slipped, ended, refused } = WIRE;
/** Messages of the server, not of the script. */
const OF_THE_HOUSE: ReadonlySet<string> = new Set([welcome, reply, held, resumed, slipped, ended, refused]);

/** The invariant that no script fails, and no room. */
export const NOTHING_FAILS = 'no room and no bot fails';

type Find = (invariant: string, tick: number, details: string) => void;

export async function checkMatch(log: MatchLog, recording: Recording | undefined): Promise<MatchViolation[]> {
  const violations: MatchViolation[] = [];
  const found: Find = (invariant, tick, details) => {
    if (!violations.some((violation) => violation.invariant === invariant))
      violations.push({ invariant, match: log.matchId, tick, details });
  };
  if (recording === undefined) {
    // Nothing entered it.
    if ([...log.clients.values()].some(({ seen }) => seen.length > 0))
      found('a match that a client saw has a journal', 0, 'there is none');
    return violations;
  }
  reviewEnd(log, recording, found);
  if (log.codeChanged) return violations;
  const replay = await playReference(recording, log);
  if (replay.divergence !== undefined) {
    found('replaying a journal gives the same match', replay.match.tick, replay.divergence);
    return violations;
  }
  for (const { tick, hash } of log.releases) {
    if (tick <= replay.match.tick && replay.hashes.get(tick) !== hash)
      found('every released state equals the replayed state', tick, 'the hash of the state differs');
    if (tick > recording.lastTick && log.forcedEnd === undefined)
      found('every released state is in the journal', tick, `the journal ends at ${recording.lastTick}`);
  }
  const entered = enteredBy(recording);
  for (const client of log.clients.values()) {
    reviewSights(client, replay, recording, found);
    reviewNotices(client, replay, found);
    reviewMessages(client, replay, entered.get(client.id) ?? [], found);
  }
  reviewInputs(log, recording, replay, found);
  reviewEffects(log, replay, found);
  reviewRestarts(log, recording, replay, found);
  return violations.sort((a, b) => a.tick - b.tick);
}

function reviewEnd(log: MatchLog, { end, lastTick }: Recording, found: Find): void {
  if (end === undefined) found('every match ends', lastTick, 'it was left open');
  else if (end.kind === 'failed') found(NOTHING_FAILS, lastTick, end.reason ?? '');
  else if (end.kind === 'voided' && log.forcedEnd !== 'voided')
    found('a match is recovered as it was', lastTick, end.reason ?? '');
}

/** Every state that a client saw is the state of the replay in the same tick. */
function reviewSights({ id, seen }: ClientLog, replay: ReferenceReplay, { lastTick }: Recording, found: Find): void {
  for (const { tick, state } of seen) {
    if (tick > replay.match.tick) {
      found(
        'every state that a client saw is in the journal',
        tick,
        `${id} saw it, and the journal ends at ${lastTick}`,
      );
      continue;
    }
    const other = replay.seen.get(seenKey(tick, id));
    if (other !== undefined && other !== state)
      found('every state that a client saw equals the replayed state', tick, `${id}: ${differenceOf(state, other)}`);
  }
}

/** Every notice and question that a client received was sent by the script in the same tick, and as often. */
function reviewNotices(
  { id, spectator, received: heard }: ClientLog,
  { outputs, match }: ReferenceReplay,
  found: Find,
): void {
  const told = new Map<number, string[]>();
  for (const { tick, type, data } of heard) {
    if (OF_THE_HOUSE.has(type) || tick > match.tick) continue;
    let lines = told.get(tick);
    if (lines === undefined) {
      lines = (outputs.get(tick) ?? []).flatMap((output) => lineOf(output, id, spectator));
      told.set(tick, lines);
    }
    const at = lines.indexOf(`${type} ${data}`);
    if (at < 0)
      found('the script sent every notice and question that a client received', tick, `${id} was told ${type} ${data}`);
    else lines.splice(at, 1);
  }
}

function lineOf(output: Output, id: string, spectator: boolean): string[] {
  if (!isFor(output, { id, spectator })) return [];
  if (output.kind === 'notice') return [`${output.type} ${JSON.stringify(output.data)}`];
  if (output.kind === 'ask') {
    const { question, name, data } = output;
    return [`${WIRE.ask} ${JSON.stringify({ question, name, data })}`];
  }
  return [`${WIRE.asked} ${JSON.stringify({ question: output.question })}`];
}

interface Entered {
  readonly tick: number;
  readonly ref: number;
}

/** The numbered messages of each player, in the order of the journal. */
function enteredBy({ frames }: Recording): ReadonlyMap<string, readonly Entered[]> {
  const entered = new Map<string, Entered[]>();
  for (const { tick, entries } of frames) {
    for (const entry of entries) {
      if (!('ref' in entry) || entry.ref === undefined || entry.ref < 0) continue;
      const of = entered.get(entry.player) ?? [];
      of.push({ tick, ref: entry.ref });
      entered.set(entry.player, of);
    }
  }
  return entered;
}

/** Each message enters once and in order; it has an effect if and only if it was accepted. */
function reviewMessages(
  { id, sent, replies }: ClientLog,
  { outputs, match }: ReferenceReplay,
  entered: readonly Entered[],
  found: Find,
): void {
  const accepted = new Set<number>();
  for (const output of [...outputs.values()].flat())
    if (output.kind === 'accepted' && output.player === id) accepted.add(output.ref);
  let last = 0;
  for (const { tick, ref } of entered) {
    if (ref === last) found('a message enters the match once', tick, `message ${ref} of ${id}`);
    else if (ref < last) found('messages enter the match in order', tick, `message ${ref} of ${id} came after ${last}`);
    if (!sent.has(ref)) found('every message that enters was sent by its client', tick, `message ${ref} of ${id}`);
    last = ref;
  }
  for (const [number, all] of replies) {
    // A message that is sent again after its reply may get the reply that it is forgotten.
    const outcomes = new Set(all.filter((each, index) => index === 0 || !isForgotten(each)).map(({ ok }) => ok));
    const what = `message ${number} of ${id}`;
    if (outcomes.size > 1)
      found('a message is either accepted or refused', match.tick, `${what} was accepted and refused`);
    if (outcomes.has(true) && !accepted.has(number))
      found(
        'an accepted message is in the journal',
        match.tick,
        `${what} was accepted, and the journal does not know of it`,
      );
    if (outcomes.has(false) && accepted.has(number))
      found('a refused message has no effect', match.tick, `${what} was refused, and counts`);
  }
}

function isForgotten(reply: Reply): boolean {
  return !reply.ok && reply.message.includes('is not known any more');
}

/** The frames that entered were sent, in this order; every acknowledged frame entered or was dropped. */
function reviewInputs(log: MatchLog, { frames }: Recording, replay: ReferenceReplay, found: Find): void {
  const { input } = log.game;
  if (input === undefined) return;
  const shape = new InputShape(input);
  const seats = new Map<number, { readonly id: string; readonly numbers: number[]; at: number }>();
  const counts = new Map<string, number>();
  for (const { tick, entries } of frames) {
    for (const output of replay.outputs.get(tick - 1) ?? []) sit(seats, output, shape);
    for (const entry of entries) {
      if (entry.kind === 'leave') for (const [seat, { id }] of seats) if (id === entry.player) seats.delete(seat);
      if (entry.kind !== 'input') continue;
      const sitter = seats.get(entry.seat);
      if (sitter === undefined) continue;
      for (const [index, change] of entry.changes.entries())
        sitter.numbers[index] = (sitter.numbers[index] ?? 0) + change;
      const client = log.clients.get(sitter.id);
      if (client === undefined) continue;
      counts.set(sitter.id, (counts.get(sitter.id) ?? 0) + 1);
      const frame = shape
        .clamp([...sitter.numbers])
        .slice(0, -1)
        .join();
      const at = client.frames.indexOf(frame, sitter.at);
      if (at < 0) found('every input frame that enters was sent, and enters once', tick, `${sitter.id}: ${frame}`);
      else sitter.at = at + 1;
    }
    for (const output of replay.outputs.get(tick) ?? []) sit(seats, output, shape);
  }
  let [acknowledged, enteredFrames] = [0, 0];
  for (const client of log.clients.values()) {
    acknowledged += client.acknowledged;
    enteredFrames += counts.get(client.id) ?? 0;
  }
  if (acknowledged > enteredFrames + log.dropped) {
    const details = `${acknowledged} frames are acknowledged, ${enteredFrames} entered, ${log.dropped} were dropped`;
    found('every acknowledged frame entered or was dropped', replay.match.tick, details);
  }
}

function sit(
  seats: Map<number, { readonly id: string; readonly numbers: number[]; at: number }>,
  output: Output,
  shape: InputShape,
): void {
  if (output.kind !== 'joined' || output.seat === undefined || seats.get(output.seat)?.id === output.player) return;
  seats.set(output.seat, { id: output.player, numbers: shape.neutral(), at: 0 });
}

/** Each effect runs under its own key, and no cancelled effect runs. */
function reviewEffects(
  { startedEffects: effectRuns }: MatchLog,
  { outputs, match }: ReferenceReplay,
  found: Find,
): void {
  const keys = new Map<string, number>();
  const offAt = new Map<number, number>();
  for (const [tick, all] of outputs) {
    for (const output of all) {
      if (output.kind === 'effect') keys.set(output.key, output.effect);
      if (output.kind === 'effect-cancelled') offAt.set(output.effect, tick);
    }
  }
  for (const { key, tick } of effectRuns) {
    const effect = keys.get(key);
    if (effect === undefined) found('every effect that runs was requested', tick, key);
    else if (tick > (offAt.get(effect) ?? Infinity)) found('a cancelled effect does not run', tick, key);
  }
  for (const key of keys.keys()) {
    if (!effectRuns.some((run) => run.key === key) && match.ended?.kind === 'finished')
      found('every requested effect runs', match.tick, key);
  }
}

/** Effects that were in progress when a process crashed are restarted by the next one. */
function reviewRestarts(
  { restarts }: MatchLog,
  { frames }: Recording,
  { outputs }: ReferenceReplay,
  found: Find,
): void {
  for (const restart of restarts) {
    const underWay = new Map<number, string>();
    const over: number[] = [];
    for (const [tick, all] of outputs) {
      if (tick > restart.tick) continue;
      for (const output of all) {
        if (output.kind === 'effect') underWay.set(output.effect, output.key);
        else if (output.kind === 'effect-cancelled') over.push(output.effect);
      }
    }
    for (const { tick, entries } of frames) {
      if (tick > restart.tick) break;
      for (const entry of entries) if (entry.kind === 'effect') over.push(entry.effect);
    }
    for (const effect of over) underWay.delete(effect);
    for (const key of underWay.values()) {
      if (!restart.startedEffects.includes(key))
        found('an effect in progress is restarted after a crash', restart.tick, key);
    }
  }
}

/** The first difference between two states. */
function differenceOf(one: string, other: string): string {
  const [a, b]: [unknown, unknown] = [JSON.parse(one), JSON.parse(other)];
  const path = firstDifference(a, b, '');
  return path ?? 'they differ in the order of their fields';
}

function firstDifference(a: unknown, b: unknown, path: string): string | undefined {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return Object.is(a, b) ? undefined : `${path} is ${JSON.stringify(a)}, and not ${JSON.stringify(b)}`;
  }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = firstDifference(Reflect.get(a, key), Reflect.get(b, key), path === '' ? key : `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
