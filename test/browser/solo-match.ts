/** A match of Liar's Dice on a server with a single player, through the SDK. */
import { ColyseusSDK, type Room } from '@colyseus/sdk';
import { WIRE, type Welcome } from '../../shared/wire.ts';

export async function openSoloMatch(url: string): Promise<{ room: Room; match: string }> {
  const room = await new ColyseusSDK(url).create('liars-dice', { name: 'Ann', seats: 2, fillAfterMs: null });
  room.onMessage('*', () => {});
  const { matchId } = await new Promise<Welcome>((resolve) => room.onMessage(WIRE.welcome, resolve));
  return { room, match: matchId };
}

/** Returns the id of a match that is over. */
export async function endSoloMatch(url: string): Promise<string> {
  const { room, match } = await openSoloMatch(url);
  await room.leave();
  return match;
}
