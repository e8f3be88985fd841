/** Brings back the rooms that were open when the last process ended: before anybody can connect, but for those that may have ended it. */
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import { matchMaker } from '@colyseus/core';
import { codeVersion, stateVersion } from '../code-version.ts';
import type { GameEntry } from '../games.ts';
import { Recovery } from '../host/recovery/recovery.ts';
import { reopenMatch } from '../host/opening.ts';
import { replayJournals } from '../host/recovery/replay-journals.ts';
import { resumeRoom } from '../host/recovery/resume-room.ts';
import type { LiveRoom } from '../host/live-room.ts';
import { withRetry } from '../journal/retry.ts';
import { JournalProblem, type Slot, type UnfinishedMatch } from '../journal/store.ts';
import { PROBATION_MS } from '../liveness/suspects.ts';
import { GameRoom } from './room/game-room.ts';
import type { ServerContext } from './server-context.ts';

const VOIDED = 'a match is voided';
/** So many rooms are played together. */
const TOGETHER = 64;
/** How long the next suspect waits for effects of the one before: which of them takes all memory, say, must be seen. */
const EFFECTS_MS = 5_000;
const LOOK_MS = 50;
/** How long a journal that cannot be written is tried again. */
const WAIT_MS = 10_000;

const CHANGED = 'The server was updated, and this match could not be carried over. Sorry about that.';
const BROKEN = 'This match could not be brought back after a restart. Sorry about that.';

interface Returning {
  readonly unfinished: UnfinishedMatch;
  readonly room: GameRoom;
  readonly comeback: Recovery;
  /** Why it is not played at all. */
  readonly unfit: string | undefined;
}

/** What a batch has come to. */
interface Played {
  readonly back: readonly Returning[];
  /** They only tell those who return why their match is over. */
  readonly voided: readonly GameRoom[];
}

/** What is left to do once the port is open. */
export interface PendingRecovery {
  /** Lets the rooms that are back go on. */
  resume(): void;
  /** Brings back those that may have ended the last process, one by one. */
  recoverSuspects(): Promise<void>;
}

/** @throws JournalProblem where the journals cannot be read */
export async function recoverRooms(house: ServerContext, games: readonly GameEntry[]): Promise<PendingRecovery> {
  const { journal, log, suspects, recovering: late, metrics } = house;
  const startMs = performance.now();
  const unfinished = journal.unfinished();
  const isLate = (match: UnfinishedMatch): boolean => suspects?.has(match.slot) === true && !isCondemned(house, match);
  const early = unfinished.filter((match) => !isLate(match));
  // Those that have ended fewer processes are the likelier to be innocent.
  const suspected = unfinished.filter(isLate).sort((a, b) => a.attempts - b.attempts);
  for (const { record } of suspected) late.expect(record.room);
  const played: Played[] = [];
  for (let at = 0; at < early.length; at += TOGETHER) {
    played.push(await playAgain(house, games, early.slice(at, at + TOGETHER), false));
    await breathe();
  }
  const rooms = played.reduce((sum, { back }) => sum + back.length, 0);
  if (unfinished.length > 0) {
    const tookMs = Math.round(performance.now() - startMs);
    log.info({ rooms, of: unfinished.length, later: suspected.length, tookMs }, 'rooms are back');
  }
  metrics.roomsRecovered(rooms);
  return {
    resume: () => played.forEach((each) => takeUp(house, each, performance.now())),
    async recoverSuspects() {
      for (const match of suspected) {
        if (late.closed) return;
        const one = await playAgain(house, games, [match], true);
        if (late.closed) return one.back.forEach(({ comeback }) => comeback.room.dispose());
        takeUp(house, one, performance.now());
        late.settle(match.record.room);
        metrics.roomsRecovered(one.back.length);
        for (const { comeback } of one.back) await effectsOf(comeback.room);
      }
    },
  };
}

function isCondemned({ suspects }: ServerContext, match: UnfinishedMatch): boolean {
  return suspects?.voidReason(match) !== undefined;
}

function takeUp(house: ServerContext, { back, voided }: Played, nowMs: number): void {
  for (const { unfinished, room, comeback } of back) {
    const { room: live } = comeback;
    if (house.suspects?.has(unfinished.slot) === true) watch(house, unfinished.slot, live);
    resumeRoom(live, comeback.state, nowMs);
    receiveReturns(room);
    house.host.add(live);
  }
  for (const room of voided) receiveReturns(room);
}

/** It is stepped for itself until it has lived for a while. */
function watch({ host, suspects }: ServerContext, slot: Slot, live: LiveRoom): void {
  host.isolate(live);
  suspects?.recovered(slot);
  setTimeout(() => {
    if (live.over) return;
    host.trust(live);
    suspects?.clear(slot);
  }, PROBATION_MS).unref();
}

async function effectsOf(live: LiveRoom): Promise<void> {
  for (let left = EFFECTS_MS; left > 0 && live.effects.busy && !live.over; left -= LOOK_MS) await sleep(LOOK_MS);
}

async function playAgain(
  house: ServerContext,
  games: readonly GameEntry[],
  batch: readonly UnfinishedMatch[],
  suspect: boolean,
): Promise<Played> {
  const { journal, suspects, log } = house;
  const returning: Returning[] = [];
  for (const unfinished of batch) {
    const reopened = await reopen(house, games, unfinished);
    if (reopened !== undefined) returning.push(reopened);
  }
  const fit = returning.filter(({ unfit }) => unfit === undefined);
  await replayJournals(
    fit.map(({ comeback }) => comeback),
    { activity: house.activity, suspect, failed: leaveAside },
  );
  const back: Returning[] = [];
  const voided: GameRoom[] = [];
  const unsure: Returning[] = [];
  for (const each of returning) {
    const problem = each.unfit ?? each.comeback.problem;
    if (problem === undefined) back.push(each);
    else if (each.comeback.isInconclusive) unsure.push(each);
    else voided.push(giveUp(house, each, problem));
  }
  if (unsure.length > 0) {
    const rooms = unsure.map(({ room }) => room.roomId);
    log.error(
      { rooms },
      'these matches stopped each other as they were played again: they come back one by one at the next start',
    );
    suspects?.add(unsure.map(({ unfinished }) => unfinished.slot));
    for (const { comeback, room } of unsure) {
      comeback.room.dispose();
      void room.disconnect();
    }
  }
  const slots = back.map(({ unfinished }) => unfinished.slot);
  // A suspect's deaths are forgiven when it has lived for a while.
  const trusted = slots.filter((slot) => suspects?.has(slot) !== true);
  await withRetry(() => journal.recovered(trusted), { waitMs: WAIT_MS, log });
  return { back, voided };
}

/** What goes wrong with one room costs that one. */
function leaveAside(comeback: Recovery, error: unknown): void {
  comeback.giveUp(`it cannot be played again: ${error instanceof Error ? error.message : String(error)}`, false);
}

/** Opens the room, as it stood at its last checkpoint. Undefined: it cannot be. */
async function reopen(
  house: ServerContext,
  games: readonly GameEntry[],
  unfinished: UnfinishedMatch,
): Promise<Returning | undefined> {
  const { journal, reopened, suspects, log } = house;
  const { slot, record } = unfinished;
  const { room: code, start } = record;
  const entry = games.find(({ game }) => game.name === start.game);
  if (entry === undefined) {
    const reason = `the game "${start.game}" is not here any more`;
    log.error({ room: code, match: start.matchId, game: start.game, reason }, VOIDED);
    endVoided(house, slot, reason);
    return undefined;
  }
  if (matchMaker.getLocalRoomById(code) !== undefined) {
    const reason = `another match has come back as the room ${code}`;
    log.error({ room: code, match: start.matchId, game: start.game, reason }, VOIDED);
    endVoided(house, slot, reason);
    return undefined;
  }
  try {
    const unfit = whyUnfit(unfinished, stateVersion(entry.game)) ?? suspects?.voidReason(unfinished);
    // The checkpoint of one that is not played may not even fit.
    const match = reopenMatch(entry.game, unfit === undefined ? unfinished : { ...unfinished, checkpoint: undefined });
    reopened.set(code, match);
    await matchMaker.handleCreateRoom(start.game, {}, undefined, code);
    const room = matchMaker.getLocalRoomById(code);
    if (!(room instanceof GameRoom) || room.live === undefined || room.audience === undefined)
      throw new Error('the room was not created');
    // Nobody can come before the port is open, however long that takes.
    room.autoDispose = false;
    const frames = journal.frames(slot, match.checkpoint?.snapshot.tick ?? 0);
    return { unfinished, room, comeback: new Recovery(room.live, match, frames, room.audience), unfit };
  } catch (error) {
    const reason = `it cannot be opened: ${error instanceof Error ? error.message : String(error)}`;
    log.error({ room: code, match: start.matchId, game: start.game, reason, err: error }, VOIDED);
    endVoided(house, slot, reason);
    const room = matchMaker.getLocalRoomById(code);
    if (room instanceof GameRoom) {
      room.live?.dispose();
      void room.disconnect();
    }
  } finally {
    reopened.delete(code);
  }
  return undefined;
}

function whyUnfit({ record }: UnfinishedMatch, stateNow: string): string | undefined {
  if (record.start.format !== 1) return 'its start frame is of a later version';
  return record.reflection === stateNow ? undefined : 'the shape of its state has changed';
}

/** Keeps the room only to tell those who come back why the match is over. */
function giveUp(house: ServerContext, { unfinished, room, comeback }: Returning, reason: string): GameRoom {
  const { slot, record } = unfinished;
  const { log } = house;
  const { start } = record;
  const changed = start.code !== codeVersion(start.game);
  log.error({ room: record.room, match: start.matchId, game: start.game, changed, reason }, VOIDED);
  endVoided(house, slot, reason);
  comeback.skipRest();
  comeback.room.dispose();
  room.voidMatch(changed ? CHANGED : BROKEN);
  return room;
}

/** Where that cannot be written now, the journal tries it again: no start fails for it. */
function endVoided({ journal, log }: ServerContext, slot: Slot, reason: string): void {
  try {
    journal.end(slot, { kind: 'voided', reason });
  } catch (error) {
    if (!(error instanceof JournalProblem)) throw error;
    log.error({ slot, err: error }, 'the end of a match could not be written yet: it is tried again');
  }
}

/** Holds the seats of those who were here. Where there are none, the room goes. */
function receiveReturns(room: GameRoom): void {
  room.autoDispose = true;
  room.awaitReturns();
}
