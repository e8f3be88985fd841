/** Seats for programs instead of pages: the same protocol over the same SDK, with no browser around it. */
import { ColyseusSDK, type Room as ColyseusRoom } from '@colyseus/sdk';
import { CLOSE } from '../../../shared/wire.ts';
import { RoomSession, type RoomSessionEvents } from './room-session.ts';

export interface JoinRequest {
  readonly name: string;
  /** What else the creator of a table may choose. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Takes a seat at the first open table, or at a new one. `url` is the server's, with any of `ws(s)` and `http(s)`. */
export async function playNow(
  url: string,
  game: string,
  { name, options }: JoinRequest,
  events: Partial<RoomSessionEvents>,
): Promise<RoomSession> {
  return sit(await sdkOf(url).joinOrCreate(game, { ...options, name }), events);
}

/** Opens a new table, and takes a seat there. */
export async function openTable(
  url: string,
  game: string,
  { name, options }: JoinRequest,
  events: Partial<RoomSessionEvents>,
): Promise<RoomSession> {
  return sit(await sdkOf(url).create(game, { ...options, name }), events);
}

/** Takes a seat at a table whose code is known. */
export async function joinTable(
  url: string,
  code: string,
  { name }: JoinRequest,
  events: Partial<RoomSessionEvents>,
): Promise<RoomSession> {
  return sit(await sdkOf(url).joinById(code, { name }), events);
}

/** Whether a table closed because it broke, and not because the game was over. */
export function isBreakdown(code: number): boolean {
  return code !== CLOSE.over && code !== CLOSE.consented && code !== CLOSE.dismissed;
}

function sdkOf(url: string): ColyseusSDK {
  return new ColyseusSDK(url.replace(/^ws/, 'http'));
}

async function sit(room: ColyseusRoom, events: Partial<RoomSessionEvents>): Promise<RoomSession> {
  const line = new RoomSession(room, events);
  await line.ready();
  return line;
}
