/** Waiting for players: until the table is full, bots take the empty seats, or somebody starts. */
import { seatBots, setDeadline } from '../../runtime/index.ts';
import { MIN_SEATS, PACE } from './constants.ts';
import { clearTable, keepSeats } from './seating.ts';
import type { TablePlayer, TableRoom } from './spec.ts';

type Happening = 'roster' | 'start' | 'time' | 'long';

/** full: a match can begin · alone: only bots are left · long: it has waited so long that a checkpoint is due */
export type Gathering = 'full' | 'alone' | 'long';

/** Opens the table until a match can begin, and closes it again. */
export async function gatherPlayers(room: TableRoom): Promise<Gathering> {
  const { state } = room;
  const { seats, fillAfterMs } = room.options;
  clearTable(state);
  state.phase = 'waiting';
  keepSeats(room);
  setDeadline(room, state, undefined);
  let hadPeople = false;
  let fillAt: number | undefined;

  while (room.players.length < seats) {
    room.joinable = true;
    if (hadPeople && !hasPeople(room) && room.players.length > 0) return 'alone';
    hadPeople = hasPeople(room);
    if (room.players.length === 0 && fillAt !== undefined) {
      fillAt = undefined;
      setDeadline(room, state, undefined);
    } else if (room.players.length > 0 && fillAt === undefined && fillAfterMs !== null) {
      fillAt = room.now + fillAfterMs;
      setDeadline(room, state, fillAfterMs);
    }
    const happened = await nextHappening(room, fillAt);
    if (happened === 'long') return 'long';
    if (happened === 'roster') continue;
    if (fillAfterMs !== null) await seatBots(room, seats, PACE.fillRetryMs);
    else if (room.players.length >= MIN_SEATS) break;
  }
  room.joinable = false;
  return 'full';
}

async function nextHappening(room: TableRoom, fillAt: number | undefined): Promise<Happening> {
  const { fillAfterMs } = room.options;
  const mayStart = fillAfterMs !== null || room.players.length >= MIN_SEATS;
  return room.race([
    () => rosterChange(room),
    ...(mayStart ? room.players : []).map((player) => () => startOf(player)),
    () => (fillAt === undefined ? waitLong(room) : waitUntil(room, fillAt)),
  ]);
}

async function startOf(player: TablePlayer): Promise<Happening> {
  const start = await player.next('start', { otherwise: undefined });
  return start === undefined ? 'roster' : 'start';
}

async function rosterChange(room: TableRoom): Promise<Happening> {
  const roster = rosterOf(room);
  await room.until(() => rosterOf(room) !== roster);
  return 'roster';
}

async function waitUntil(room: TableRoom, time: number): Promise<Happening> {
  await room.sleep(Math.max(0, time - room.now));
  return 'time';
}

async function waitLong(room: TableRoom): Promise<Happening> {
  await room.sleep(PACE.longWaitMs);
  return 'long';
}

function rosterOf(room: TableRoom): string {
  return room.players.map(({ id }) => id).join(' ');
}

function hasPeople(room: TableRoom): boolean {
  return room.players.some(({ bot }) => !bot);
}
