/** Joins tables without a browser, for bots and load tests: same protocol, same SDK. */
import { ColyseusSDK, type Room as ColyseusRoom } from '@colyseus/sdk';
import { CLOSE } from '../../../shared/wire.ts';
import { RoomSession, type RoomSessionEvents } from './room-session.ts';

export interface JoinRequest {
  readonly name: string;
  /** Room options, used when a table is opened. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/**
 * Takes a seat at the first open table, or at a new one.
 *
 * @param url the server's, with the scheme `ws`, `wss`, `http` or `https`
 */
export async function playNow(
  url: string,
  game: string,
  { name, options }: JoinRequest,
  events: Partial<RoomSessionEvents>,
): Promise<RoomSession> {
  return sit(await sdkOf(url).joinOrCreate(game, { ...options, name }), events);
}

/** Opens a table and takes a seat there. */
export async function openTable(
  url: string,
  game: string,
  { name, options }: JoinRequest,
  events: Partial<RoomSessionEvents>,
): Promise<RoomSession> {
  return sit(await sdkOf(url).create(game, { ...options, name }), events);
}

/** Takes a seat at the table with this code. */
export async function joinTable(
  url: string,
  code: string,
  { name }: JoinRequest,
  events: Partial<RoomSessionEvents>,
): Promise<RoomSession> {
  return sit(await sdkOf(url).joinById(code, { name }), events);
}

/** Whether a close code means an error, not the end of the game. */
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
