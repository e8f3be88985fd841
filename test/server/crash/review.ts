/** Holds what clients saw and were told against the journal, played once more from its start without any crash. */
import { MemoryStore } from '../journal/memory-store.ts';
import {
  describeDivergence,
  type Entry,
  type Frame,
  Match,
  type Output,
  type Recording,
  stepMatches,
  Verifier,
} from '../../../shared/runtime/host.ts';
import { Loopback } from '../../../shared/runtime/testing.ts';
import { WIRE } from '../../../shared/wire.ts';
import { kitchenSink, ROUNDS, type KitchenSinkState } from '../../sim/games/kitchen-sink/game.ts';
import type { VirtualClient } from './virtual-client.ts';
import type { InputEntry, World } from './world.ts';

interface Twin {
  readonly match: Match;
  /** By tick: what each client sees, the hash of it all, what went out. */
  readonly states: ReadonlyMap<string, string>[];
  readonly hashes: number[];
  readonly outputs: (readonly Output[])[];
  /** Ticks in which the script was entered anew. */
  readonly checkpoints: ReadonlySet<number>;
  /** Those who were sent away. */
  readonly dismissed: ReadonlySet<string>;
  readonly divergence: string | undefined;
}

const INPUTS_PER_TICK = 2;
const { welcome, reply, held, resumed, slipped, ended, refused } = WIRE;
/** What the house tells, and not the script. */
const OF_THE_HOUSE: ReadonlySet<string> = new Set([welcome, reply, held, resumed, slipped, ended, refused]);

export async function review(world: World): Promise<string[]> {
  const [kept] = world.disk.matches.values();
  const recording = kept && (await new MemoryStore(world.disk).recording(kept.record.start.matchId));
  if (recording === undefined) return ['there is no recording'];
  const twin = await playTwin(recording, world.clients);
  const state = twin.match.state as KitchenSinkState;
  const findings = reviewSeats(world, twin);
  if (recording.end?.kind !== 'finished') findings.push(`the match has ended: ${JSON.stringify(recording.end)}`);
  if (recording.frames.at(-1)?.trace?.stateHash === undefined) findings.push('the last tick has no mark');
  if (twin.divergence !== undefined) findings.push(`the twin: ${twin.divergence}`);
  for (const { tick, hash } of world.releases) {
    if (twin.hashes[tick] !== hash) findings.push(`tick ${tick} was let out with another hash than the twin's`);
  }
  for (const client of world.clients) {
    findings.push(
      ...reviewSight(client, twin),
      ...reviewNotices(client, twin),
      ...reviewMessages(client, recording, [...state.log], twin.dismissed.has(client.id)),
      ...reviewRefusals(client, twin),
      ...client.leaks.map((secret) => `${client.name} has come to know "${secret}"`),
    );
  }
  findings.push(...reviewInputs(world, recording, twin), ...reviewBots(twin, [...state.log]));
  findings.push(...reviewEffects(world, recording, twin, [...state.log]));
  return findings;
}

async function playTwin({ start, frames, lastTick }: Recording, clients: readonly VirtualClient[]): Promise<Twin> {
  const match = new Match(kitchenSink, start, { trace: true });
  const loopback = new Loopback(match.state);
  const verifier = new Verifier(match);
  const byTick = new Map(frames.map((frame) => [frame.tick, frame]));
  const eyes = new Map<string, KitchenSinkState>();
  const looks = new Set(clients.flatMap(({ id, seen }) => seen.map(({ tick }) => `${tick} ${id}`)));
  const states: ReadonlyMap<string, string>[] = [new Map()];
  const [hashes, outputs] = [[match.stateHash().hash], [[] as readonly Output[]]];
  const checkpoints = new Set<number>();
  let divergence: string | undefined;
  while (match.tick < lastTick) {
    const frame: Frame | undefined = byTick.get(match.tick + 1);
    await stepMatches([{ match, entries: frame?.entries ?? [] }]);
    for (const { id, spectator } of clients) {
      const view = match.viewOf(id);
      if (!eyes.has(id) && (spectator || view !== undefined)) eyes.set(id, loopback.join(id, view));
    }
    loopback.sync();
    const looking = [...eyes].filter(([id]) => looks.has(`${match.tick} ${id}`));
    states.push(new Map(looking.map(([id, seen]) => [id, JSON.stringify(seen)])));
    hashes.push(match.stateHash().hash);
    outputs.push(match.takeOutputs());
    if (match.snapshot !== undefined) checkpoints.add(match.snapshot.tick);
    const found = verifier.check(frame);
    divergence ??= found && describeDivergence(found);
  }
  const dismissed = new Set(outputs.flat().flatMap((output) => (output.kind === 'dismiss' ? [output.player] : [])));
  return { match, states, hashes, outputs, checkpoints, dismissed, divergence };
}

/** Whoever was in finds the seat again, but those who were sent away: they are gone. */
function reviewSeats({ strangers, misbooked }: World, { match, dismissed }: Twin): string[] {
  const lost = strangers.filter((id) => !dismissed.has(id));
  const left = match.players.filter(({ id }) => dismissed.has(id));
  return [
    ...lost.map((id) => `${id} does not find the seat again`),
    ...left.map(({ id }) => `${id} was sent away and still sits`),
    ...misbooked.map((id) => `whether ${id} is there, the house and the match do not agree on`),
  ];
}

/** What a client saw, the match passes through, at the same tick. */
function reviewSight({ name, id, seen }: VirtualClient, { states }: Twin): string[] {
  return seen
    .filter(({ tick, state }) => states[tick]?.get(id) !== state)
    .map(({ tick, state }) => `${name} saw at tick ${tick} ${state}, and not ${states[tick]?.get(id)}`);
}

/** What a client was told by the script, the script does tell, at the same tick and as often. */
function reviewNotices({ name, id, heard }: VirtualClient, { outputs }: Twin): string[] {
  const findings: string[] = [];
  const told = outputs.map((each) => each.flatMap((output) => lineOf(output, id)));
  for (const { tick, type, data } of heard) {
    if (OF_THE_HOUSE.has(type)) continue;
    const line = `${type} ${data}`;
    const at = told[tick]?.indexOf(line) ?? -1;
    if (at < 0) findings.push(`${name} was told at tick ${tick} ${line}, which nobody says`);
    else told[tick]?.splice(at, 1);
  }
  return findings;
}

function lineOf(output: Output, id: string): string[] {
  if (output.kind === 'notice' && (output.to === id || output.to === 'all')) {
    return [`${output.type} ${JSON.stringify(output.data)}`];
  }
  if (output.kind === 'ask' && output.to === id) {
    const { question, name, data } = output;
    return [`${WIRE.ask} ${JSON.stringify({ question, name, data })}`];
  }
  return output.kind === 'asked' && output.to === id
    ? [`${WIRE.asked} ${JSON.stringify({ question: output.question })}`]
    : [];
}

/**
 * Each message counts once where it was accepted and not at all where it was refused; all are replied to, and in order.
 * Whoever was sent away may not learn of the last ones.
 */
function reviewMessages(
  { name, id, sent, replies }: VirtualClient,
  recording: Recording,
  log: string[],
  isGone: boolean,
): string[] {
  const findings: string[] = [];
  const entered = new Map<number, number>();
  for (const { entries } of recording.frames) {
    for (const entry of entries) {
      if (!('ref' in entry) || entry.player !== id || entry.ref === undefined) continue;
      entered.set(entry.ref, (entered.get(entry.ref) ?? 0) + 1);
    }
  }
  const places = new Map<string, number>();
  for (const [number, { type, text }] of sent) {
    const what = `message ${number} of ${name}, "${text}",`;
    const outcomes = new Set(replies.get(number)?.map(({ ok }) => ok));
    const count = log.filter((line) => line === text).length;
    const times = entered.get(number) ?? 0;
    if (times > 1) findings.push(`${what} entered ${times} times`);
    if (outcomes.size > 1) findings.push(`${what} was accepted and refused`);
    if (outcomes.size === 0 && type !== 'done' && !isGone) findings.push(`${what} was never replied to`);
    if (outcomes.has(true) && count !== 1) findings.push(`${what} was accepted and counts ${count} times`);
    if (outcomes.has(false) && count !== 0) findings.push(`${what} was refused and counts ${count} times`);
    if (count > 1) findings.push(`${what} counts ${count} times`);
    if (count === 0) continue;
    const place = log.indexOf(text);
    if (place < (places.get(type) ?? -1)) findings.push(`${what} was overtaken`);
    places.set(type, place);
  }
  return findings;
}

/** What became of a message that had its right shape is never forgotten, and no answer comes too late for an open question. */
function reviewRefusals({ name, sent, replies, heard }: VirtualClient, { outputs }: Twin): string[] {
  const findings: string[] = [];
  for (const [number, { type, question }] of sent) {
    for (const reply of replies.get(number) ?? []) {
      if (reply.ok) continue;
      if (type !== 'shapeless' && reply.message.includes('is not known any more')) {
        findings.push(`nobody knows what became of message ${number} of ${name}`);
      }
      if (reply.code !== 'stale-answer') continue;
      const told = heard.find(({ type: kind, data }) => kind === WIRE.reply && data.startsWith(`[${number},`));
      const closed = outputs.findIndex((each) =>
        each.some((output) => output.kind === 'asked' && output.question === question),
      );
      if (told !== undefined && (closed < 0 || told.tick < closed))
        findings.push(`an answer of ${name} was refused while its question was open`);
    }
  }
  return findings;
}

/** Of the input frames of a tick the first two of each player are read, and no others; what a tick has read stays read. */
function reviewInputs({ inputs }: World, { frames }: Recording, { match, outputs, checkpoints }: Twin): string[] {
  const { steps } = match.state as KitchenSinkState;
  const findings: string[] = [];
  const entered = new Set(
    frames.flatMap(({ tick, entries }) =>
      entries.flatMap((entry) => (entry.kind === 'input' ? [inputText(tick, entry)] : [])),
    ),
  );
  for (const { tick, entry } of inputs) {
    const text = inputText(tick, entry);
    if (!entered.has(text)) findings.push(`the input of ${text} is not in the journal`);
  }
  const told: string[] = [];
  const seats = new Map<number, { readonly player: string; step: number }>();
  for (const { tick, entries } of frames) {
    const ofTick: { readonly seat: number; readonly player: string; readonly step: number }[] = [];
    for (const entry of entries) {
      const seat = seatIn(seats, entry, outputs[tick] ?? []);
      if (seat === undefined) continue;
      const sitter = seats.get(seat);
      if (entry.kind === 'join') seats.set(seat, { player: entry.player, step: 0 });
      else if (entry.kind === 'leave') seats.delete(seat);
      if (entry.kind !== 'input' || sitter === undefined) continue;
      sitter.step += entry.changes[0] ?? 0;
      const before = ofTick.filter((other) => other.seat === seat).length;
      if (before < INPUTS_PER_TICK) ofTick.push({ seat, ...sitter });
    }
    if (checkpoints.has(tick)) continue;
    const sitting = ofTick.filter(({ seat, player, step }) => seats.get(seat)?.player === player && step > 0);
    told.push(...sitting.toSorted((a, b) => a.seat - b.seat).map(({ player, step }) => `${player} ${step}`));
  }
  if (told.join() !== steps.join()) findings.push(`the inputs read are ${steps.join()}, and not ${told.join()}`);
  return findings;
}

/** Which seat it is of; undefined where it is of none. */
function seatIn(seats: ReadonlyMap<number, { readonly player: string }>, entry: Entry, outputs: readonly Output[]) {
  if (entry.kind === 'input') return entry.seat;
  if (entry.kind === 'leave') return [...seats].find(([, { player }]) => player === entry.player)?.[0];
  if (entry.kind !== 'join') return undefined;
  const joined = outputs.find((output) => output.kind === 'joined' && output.player === entry.player);
  return joined?.kind === 'joined' ? joined.seat : undefined;
}

/** What has not changed at the end of a frame is not written. */
function inputText(tick: number, { seat, changes }: InputEntry): string {
  return `tick ${tick}, seat ${seat}: ${changes.join().replace(/(,0)+$/, '')}`;
}

/** As many bots come as the script asks for, and each of them goes on. */
function reviewBots({ outputs }: Twin, log: string[]): string[] {
  const bots = outputs.flat().flatMap((output) => {
    return output.kind === 'joined' && output.player.startsWith('bot-') ? [output.player] : [];
  });
  const asked = outputs.flat().reduce((sum, output) => sum + (output.kind === 'bots' ? output.count : 0), 0);
  const silent = bots.filter((id) => !log.includes(`${id} sees round ${ROUNDS}`));
  return [
    ...(bots.length === asked ? [] : [`${bots.length} bots came, and ${asked} were asked for`]),
    ...silent.map((id) => `${id} has fallen silent`),
  ];
}

/** Each effect runs under its own key until it has a result or is called off, and the script sees one result. */
function reviewEffects({ effectRuns }: World, { frames }: Recording, { outputs }: Twin, log: string[]): string[] {
  const findings: string[] = [];
  const keys = new Set<string>();
  const all = outputs.flatMap((each, tick) => each.map((output) => ({ tick, output })));
  for (const { tick: askedTick, output } of all) {
    if (output.kind !== 'effect') continue;
    const { effect, key } = output;
    keys.add(key);
    const runs = effectRuns.filter((run) => run.key === key);
    const results = frames.flatMap(({ entries }) =>
      entries.filter((entry) => entry.kind === 'effect' && entry.effect === effect),
    );
    const end = all.find(
      ({ tick, output: other }) => other.kind === 'effect-cancelled' && other.effect === effect && tick > askedTick,
    );
    const endTick = end?.tick ?? Infinity;
    if (results.length > 1) findings.push(`the effect ${key} has ${results.length} results`);
    if (results.some((entry) => 'error' in entry)) findings.push(`the effect ${key} failed`);
    if (results.length > 0 && runs.length === 0) findings.push(`the effect ${key} has a result and never ran`);
    if (runs.some(({ tick }) => tick >= endTick)) findings.push(`the effect ${key} ran when it had been called off`);
  }
  for (const { key } of effectRuns) {
    if (!keys.has(key)) findings.push(`an effect ran under ${key}, which nobody asked for`);
  }
  for (let round = 1; round <= ROUNDS; round++) {
    const results = log.filter((line) => line.startsWith(`errand of {"round":${round}}`));
    if (results.length !== 1) findings.push(`the errand of round ${round} has ${results.length} results`);
  }
  return findings;
}
