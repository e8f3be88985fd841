/** Brings back the rooms that were open when the last process ended, before anybody can connect. */
import { setImmediate as breathe } from 'node:timers/promises';
import { matchMaker } from '@colyseus/core';
import { codeVersion, stateVersion } from '../code-version.ts';
import type { GameEntry } from '../games.ts';
import { Comeback } from '../host/comeback.ts';
import { reopenMatch } from '../host/opening.ts';
import { rebuild } from '../host/rebuild.ts';
import { patiently } from '../journal/patience.ts';
import { JournalProblem, type Slot, type UnfinishedMatch } from '../journal/store.ts';
import { GameRoom, type House } from './game-room.ts';

const VOIDED = 'a match is voided';
/** So many rooms are played together. */
const TOGETHER = 64;
/** A match whose comeback has ended so many processes is left alone. */
const MAX_ATTEMPTS = 3;
/** How long a journal that cannot be written is tried again. */
const WAIT_MS = 10_000;

const CHANGED = 'The server was updated, and this match could not be carried over. Sorry about that.';
const BROKEN = 'This match could not be brought back after a restart. Sorry about that.';

interface Returning {
  readonly unfinished: UnfinishedMatch;
  readonly room: GameRoom;
  readonly comeback: Comeback;
  /** Why it is not played at all. */
  readonly unfit: string | undefined;
}

/** What a batch has come to. */
interface Played {
  readonly back: readonly Returning[];
  /** They only tell those who return why their match is over. */
  readonly voided: readonly GameRoom[];
}

/** Lets the rooms that are back go on: once the port is open. */
export type GoOn = () => void;

/** @throws JournalProblem where the journals cannot be read */
export async function bringBack(house: House, games: readonly GameEntry[]): Promise<GoOn> {
  const { journal, log } = house;
  const startMs = performance.now();
  const unfinished = journal.unfinished();
  const played: Played[] = [];
  // One that was begun before and not finished may be what ended the process: it must not take others with it.
  const trusted = unfinished.filter(({ attempts }) => attempts === 0);
  const suspects = unfinished.filter(({ attempts }) => attempts > 0);
  for (let at = 0; at < trusted.length; at += TOGETHER) {
    played.push(await playAgain(house, games, trusted.slice(at, at + TOGETHER)));
    await breathe();
  }
  for (const suspect of suspects) {
    played.push(await playAgain(house, games, [suspect]));
    await breathe();
  }
  const back = played.flatMap((each) => each.back);
  const voided = played.flatMap((each) => each.voided);
  if (unfinished.length > 0) {
    const tookMs = Math.round(performance.now() - startMs);
    log.info({ rooms: back.length, of: unfinished.length, tookMs }, 'rooms are back');
  }
  house.metrics.roomsRecovered(back.length);
  return () => {
    const nowMs = performance.now();
    for (const { room, comeback } of back) {
      comeback.room.takeUp(comeback.legacy, nowMs);
      receiveReturns(room);
      house.host.add(comeback.room);
    }
    for (const room of voided) receiveReturns(room);
  };
}

async function playAgain(
  house: House,
  games: readonly GameEntry[],
  batch: readonly UnfinishedMatch[],
): Promise<Played> {
  const { journal, log } = house;
  const patience = { waitMs: WAIT_MS, log };
  await patiently(() => journal.attempt(batch.map(({ slot }) => slot)), patience);
  const returning: Returning[] = [];
  for (const unfinished of batch) {
    const reopened = await reopen(house, games, unfinished);
    if (reopened !== undefined) returning.push(reopened);
  }
  await rebuild(returning.filter(({ unfit }) => unfit === undefined).map(({ comeback }) => comeback));
  const back: Returning[] = [];
  const voided: GameRoom[] = [];
  for (const each of returning) {
    const problem = each.unfit ?? each.comeback.problem;
    if (problem === undefined) back.push(each);
    else voided.push(giveUp(house, each, problem));
  }
  await patiently(() => journal.recovered(back.map(({ unfinished }) => unfinished.slot)), patience);
  return { back, voided };
}

/** Opens the room, as it stood at its last checkpoint. Undefined: it cannot be. */
async function reopen(
  house: House,
  games: readonly GameEntry[],
  unfinished: UnfinishedMatch,
): Promise<Returning | undefined> {
  const { journal, reopened, log } = house;
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
    const unfit = whyUnfit(unfinished, stateVersion(entry.game));
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
    return { unfinished, room, comeback: new Comeback(room.live, match, frames, room.audience), unfit };
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

function whyUnfit({ record, attempts }: UnfinishedMatch, stateNow: string): string | undefined {
  if (record.start.format !== 1) return 'its start frame is of a later version';
  if (record.reflection !== stateNow) return 'the shape of its state has changed';
  return attempts >= MAX_ATTEMPTS ? `bringing it back has ended ${attempts} processes` : undefined;
}

/** Keeps the room only to tell those who come back why the match is over. */
function giveUp(house: House, { unfinished, room, comeback }: Returning, reason: string): GameRoom {
  const { slot, record } = unfinished;
  const { log } = house;
  const { start } = record;
  const changed = start.code !== codeVersion(start.game);
  log.error({ room: record.room, match: start.matchId, game: start.game, changed, reason }, VOIDED);
  endVoided(house, slot, reason);
  comeback.skip();
  comeback.room.dispose();
  room.turnAway(changed ? CHANGED : BROKEN);
  return room;
}

/** Where that cannot be written now, the journal tries it again: no start fails for it. */
function endVoided({ journal, log }: House, slot: Slot, reason: string): void {
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
  room.expectReturns();
}
