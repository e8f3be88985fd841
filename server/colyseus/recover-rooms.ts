/** Recovers the rooms that were open when the last process ended: before the port opens, except those suspected of having ended it. */
import { setImmediate as yieldToIo, setTimeout as sleep } from 'node:timers/promises';
import { matchMaker } from '@colyseus/core';
import { messageOf } from '../../shared/runtime/host.ts';
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

const VOIDED = 'match voided';
/** Rooms that are replayed together. */
const BATCH = 64;
/** How long the next suspect waits for the effects of the one before, so that it is known which one uses up all memory, for example. */
const EFFECTS_MS = 5_000;
const POLL_MS = 50;
/** How long a journal that cannot be written is retried. */
const RETRY_FOR_MS = 10_000;

const CHANGED = 'The server was updated, and this match could not be carried over. Sorry about that.';
const BROKEN = 'This match could not be brought back after a restart. Sorry about that.';

interface Reopened {
  readonly unfinished: UnfinishedMatch;
  readonly room: GameRoom;
  readonly recovery: Recovery;
  /** Why it is not replayed at all. */
  readonly unfit: string | undefined;
}

/** The result of one batch. */
interface RecoveredBatch {
  readonly recovered: readonly Reopened[];
  /** These rooms only tell returning members why their match is over. */
  readonly voided: readonly GameRoom[];
}

/** What is left to do once the port is open. */
export interface PendingRecovery {
  /** Lets the recovered rooms go on. */
  resume(): void;
  /** Recovers the suspects, one by one. */
  recoverSuspects(): Promise<void>;
}

/** @throws JournalProblem where the journals cannot be read */
export async function recoverRooms(context: ServerContext, games: readonly GameEntry[]): Promise<PendingRecovery> {
  const { journal, log, suspects, recovering, metrics } = context;
  const startMs = performance.now();
  const unfinished = journal.unfinished();
  const isSuspect = (match: UnfinishedMatch): boolean =>
    suspects?.has(match.slot) === true && !isToBeVoided(context, match);
  const trusted = unfinished.filter((match) => !isSuspect(match));
  // Those that have ended fewer processes are more likely to be innocent.
  const suspected = unfinished.filter(isSuspect).sort((a, b) => a.attempts - b.attempts);
  for (const { record } of suspected) recovering.expect(record.room);
  const batches: RecoveredBatch[] = [];
  for (let at = 0; at < trusted.length; at += BATCH) {
    batches.push(await recoverBatch(context, games, trusted.slice(at, at + BATCH), false));
    await yieldToIo();
  }
  const rooms = batches.reduce((sum, { recovered }) => sum + recovered.length, 0);
  if (unfinished.length > 0) {
    const tookMs = Math.round(performance.now() - startMs);
    log.info({ rooms, of: unfinished.length, later: suspected.length, tookMs }, 'rooms recovered');
  }
  metrics.roomsRecovered(rooms);
  return {
    resume: () => batches.forEach((each) => resumeRooms(context, each, performance.now())),
    async recoverSuspects() {
      for (const match of suspected) {
        if (recovering.closed) return;
        const one = await recoverBatch(context, games, [match], true);
        if (recovering.closed) return one.recovered.forEach(({ recovery }) => recovery.room.dispose());
        resumeRooms(context, one, performance.now());
        recovering.settle(match.record.room);
        metrics.roomsRecovered(one.recovered.length);
        for (const { recovery } of one.recovered) await waitForEffects(recovery.room);
      }
    },
  };
}

function isToBeVoided({ suspects }: ServerContext, match: UnfinishedMatch): boolean {
  return suspects?.voidReason(match) !== undefined;
}

function resumeRooms(context: ServerContext, { recovered, voided }: RecoveredBatch, nowMs: number): void {
  for (const { unfinished, room, recovery } of recovered) {
    const { room: live } = recovery;
    if (context.suspects?.has(unfinished.slot) === true) putOnProbation(context, unfinished.slot, live);
    resumeRoom(live, recovery.state, nowMs);
    awaitReturns(room);
    context.host.add(live);
  }
  for (const room of voided) awaitReturns(room);
}

/** A suspect is stepped alone until it has run for a while. */
function putOnProbation({ host, suspects }: ServerContext, slot: Slot, live: LiveRoom): void {
  host.isolate(live);
  suspects?.recovered(slot);
  setTimeout(() => {
    if (live.over) return;
    host.trust(live);
    suspects?.clear(slot);
  }, PROBATION_MS).unref();
}

async function waitForEffects(live: LiveRoom): Promise<void> {
  for (let left = EFFECTS_MS; left > 0 && live.effects.count > 0 && !live.over; left -= POLL_MS) await sleep(POLL_MS);
}

async function recoverBatch(
  context: ServerContext,
  games: readonly GameEntry[],
  batch: readonly UnfinishedMatch[],
  suspect: boolean,
): Promise<RecoveredBatch> {
  const { journal, suspects, log } = context;
  const reopenedMatches: Reopened[] = [];
  for (const unfinished of batch) {
    const reopened = await reopen(context, games, unfinished);
    if (reopened !== undefined) reopenedMatches.push(reopened);
  }
  const fit = reopenedMatches.filter(({ unfit }) => unfit === undefined);
  await replayJournals(
    fit.map(({ recovery }) => recovery),
    { activity: context.activity, suspect, failed: failReplay },
  );
  const recovered: Reopened[] = [];
  const voided: GameRoom[] = [];
  const inconclusive: Reopened[] = [];
  for (const each of reopenedMatches) {
    const problem = each.unfit ?? each.recovery.problem;
    if (problem === undefined) recovered.push(each);
    else if (each.recovery.isInconclusive) inconclusive.push(each);
    else voided.push(voidRoom(context, each, problem));
  }
  if (inconclusive.length > 0) {
    const rooms = inconclusive.map(({ room }) => room.roomId);
    log.error({ rooms }, 'recovery inconclusive: these matches are recovered one by one at the next start');
    suspects?.add(inconclusive.map(({ unfinished }) => unfinished.slot));
    for (const { recovery, room } of inconclusive) {
      recovery.room.dispose();
      void room.disconnect();
    }
  }
  const slots = recovered.map(({ unfinished }) => unfinished.slot);
  // The crashes of a suspect are forgiven later, when it has run for a while.
  const cleared = slots.filter((slot) => suspects?.has(slot) !== true);
  await withRetry(() => journal.recovered(cleared), { waitMs: RETRY_FOR_MS, log });
  return { recovered, voided };
}

/** An error with one room costs that one. */
function failReplay(recovery: Recovery, error: unknown): void {
  recovery.giveUp(`it cannot be played again: ${messageOf(error)}`, false);
}

/** Opens the room at its last checkpoint. Undefined: that is not possible. */
async function reopen(
  context: ServerContext,
  games: readonly GameEntry[],
  unfinished: UnfinishedMatch,
): Promise<Reopened | undefined> {
  const { journal, reopened, suspects } = context;
  const { slot, record } = unfinished;
  const { room: code, start } = record;
  const entry = games.find(({ game }) => game.name === start.game);
  if (entry === undefined) {
    return endVoided(context, unfinished, `the game "${start.game}" is not here any more`);
  }
  if (matchMaker.getLocalRoomById(code) !== undefined) {
    return endVoided(context, unfinished, `another match has come back as the room ${code}`);
  }
  try {
    const unfit = whyUnfit(unfinished, stateVersion(entry.game)) ?? suspects?.voidReason(unfinished);
    // The checkpoint of a match that is not replayed may not even be readable.
    const match = reopenMatch(entry.game, unfit === undefined ? unfinished : { ...unfinished, checkpoint: undefined });
    reopened.set(code, match);
    await matchMaker.handleCreateRoom(start.game, {}, undefined, code);
    const room = matchMaker.getLocalRoomById(code);
    if (!(room instanceof GameRoom) || room.live === undefined || room.audience === undefined)
      throw new Error('the room was not created');
    // Nobody can join before the port is open, however long that takes.
    room.autoDispose = false;
    const frames = journal.frames(slot, match.checkpoint?.snapshot.tick ?? 0);
    return { unfinished, room, recovery: new Recovery(room.live, match, frames, room.audience), unfit };
  } catch (error) {
    endVoided(context, unfinished, `it cannot be opened: ${messageOf(error)}`, { err: error });
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

/** Keeps the room only to tell returning members why their match is over. */
function voidRoom(context: ServerContext, { unfinished, room, recovery }: Reopened, reason: string): GameRoom {
  const { start } = unfinished.record;
  const changed = start.code !== codeVersion(start.game);
  endVoided(context, unfinished, reason, { changed });
  recovery.skipRest();
  recovery.room.dispose();
  room.voidMatch(changed ? CHANGED : BROKEN);
  return room;
}

/** Where it cannot be written now, the journal retries it: the start goes on. */
function endVoided(context: ServerContext, { slot, record }: UnfinishedMatch, reason: string, details = {}): undefined {
  const { journal, log } = context;
  const { room, start } = record;
  log.error({ room, match: start.matchId, game: start.game, ...details, reason }, VOIDED);
  try {
    journal.end(slot, { kind: 'voided', reason });
  } catch (error) {
    if (!(error instanceof JournalProblem)) throw error;
    log.error({ slot, err: error }, 'match end could not be written: retrying');
  }
}

/** Keeps the seats of members from before the restart. A room without any closes. */
function awaitReturns(room: GameRoom): void {
  room.autoDispose = true;
  room.awaitReturns();
}
