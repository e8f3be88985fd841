/** Matches whose game has changed between two processes. The clients are unmodified ones of the Colyseus SDK. */
import type { Room } from '@colyseus/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Recording } from '../../shared/runtime/host.ts';
import { openReader } from '../../server/journal/reader.ts';
import { unpackReplay } from '../../server/journal/replay-file.ts';
import { CrashingServer, patient, returned } from './crash/crashing-server.ts';
import { closing, eventually, recordMessages, rejection } from '../support/test-server.ts';

const UPDATED = 'The server was updated, and this match could not be carried over. Sorry about that.';

interface Changing {
  seconds: number;
  total: number;
}

/** What became of a room, as its only player saw it. */
interface Seen {
  readonly room: Room<Changing>;
  readonly matchId: string;
  /** 'returned', or how the connection ended. */
  readonly outcome: Promise<unknown>;
}

/** All matches but the one that goes on: one for each kind, `world` and the one that is awaited. */
const VOIDED = 9;
const KINDS = ['nothing', 'calls', 'sums', 'faults', 'shape', 'saved-shape', 'saved-calls', 'offer'];

describe('after an update', () => {
  let house: CrashingServer;
  const seen = new Map<string, Seen>();
  let awaited: Room;

  /** Sits down in a new room, and plays until the journal has two seconds of it. */
  async function play(game: string): Promise<Seen> {
    const room = patient(await house.sdk.create<Changing>(game));
    const got = recordMessages(room);
    const outcome = Promise.race([returned(room).then(() => 'returned'), closing(room)]);
    await eventually(() => got.some(({ type }) => type === '$welcome'));
    const [{ matchId }] = got
      .filter(({ type }) => type === '$welcome')
      .map(({ data }) => data as { matchId: string }) as [{ matchId: string }];
    room.send('add', 5);
    await eventually(() => room.state.seconds >= 2 && room.state.total !== 0);
    return { room, matchId, outcome };
  }

  function of(kind: string): Seen {
    const found = seen.get(kind);
    if (found === undefined) throw new Error(`there is no room of ${kind}`);
    return found;
  }

  async function recordingOf(kind: string): Promise<Recording | undefined> {
    const reader = openReader(house.folder);
    try {
      return await reader.recording(of(kind).matchId);
    } finally {
      reader.close();
    }
  }

  async function told(kind: string): Promise<Record<string, unknown>[]> {
    return (await house.told('match voided', VOIDED)).filter(({ match }) => match === of(kind).matchId);
  }

  beforeAll(async () => {
    house = await CrashingServer.build({ version: 1 });
    await house.start();
    const games = [...KINDS.map((kind) => [kind, `changing-${kind}`] as const), ['world', 'worldly'] as const];
    const rooms = await Promise.all(games.map(async ([kind, game]) => [kind, await play(game)] as const));
    for (const [kind, room] of rooms) seen.set(kind, room);
    awaited = (await play('changing-calls')).room;
    awaited.reconnection.enabled = false;
    await house.kill();
    house.change({ version: 2 });
    await house.start();
    await Promise.all(rooms.map(([, { outcome }]) => outcome));
  });

  afterAll(() => house.destroy());

  it('a match whose new code does the same goes on', async () => {
    const { room, outcome } = of('nothing');
    expect(await outcome).toBe('returned');
    room.send('add', 2);
    await eventually(() => room.state.total === 7);
    expect(await told('nothing')).toEqual([]);
  });

  it.each([
    ['calls', 'At tick 1 call 1 of the script is sleep() where the recording has every().'],
    // A machine under load may be late with what a player does.
    ['sums', /^At tick \d*[05]0 "total" differs from the recording\.$/],
    ['faults', 'At tick 30 the match fails (a new fault) where the recording goes on.'],
    ['shape', 'the shape of its state has changed'],
    ['saved-shape', 'the shape of its state has changed'],
    ['saved-calls', /^At tick \d+ call 1 of the script is every\(\) where the recording has none\.$/],
  ])('a match is voided whose new code changes its %s, and the reason says where', async (kind, why) => {
    const reason = typeof why === 'string' ? why : expect.stringMatching(why);
    expect(await of(kind).outcome).toEqual({ code: 4024, reason: UPDATED });
    expect((await recordingOf(kind))?.end).toEqual({ kind: 'voided', reason });
    expect(await told(kind)).toEqual([
      expect.objectContaining({
        level: 50,
        room: of(kind).room.roomId,
        game: `changing-${kind}`,
        changed: true,
        reason,
      }),
    ]);
  });

  it('a match of a game that is gone is voided too', async () => {
    const reason = 'the game "changing-offer" is not here any more';
    expect(await of('offer').outcome).toEqual({ code: 4003, reason: '' });
    expect((await recordingOf('offer'))?.end).toEqual({ kind: 'voided', reason });
    expect(await told('offer')).toEqual([expect.objectContaining({ level: 50, reason })]);
  });

  it('a match that has looked past its room is voided, and nobody blames an update', async () => {
    const { outcome } = of('world');
    expect(await outcome).toMatchObject({ code: 4024, reason: expect.stringContaining('after a restart') });
    expect((await recordingOf('world'))?.end).toEqual({
      kind: 'voided',
      reason: 'At tick 50 "total" differs from the recording.',
    });
  });

  it('the recording of a voided match can be read and downloaded', async () => {
    const { matchId } = of('sums');
    const response = await fetch(`${house.url}/api/replays/${matchId}`);
    const file = await unpackReplay(await response.bytes());
    const entries = file.frames.flatMap((frame) => frame.entries);
    expect(file.end?.kind).toBe('voided');
    expect(entries).toContainEqual(expect.objectContaining({ kind: 'message', type: 'add', data: 5 }));
    expect(file.lastTick).toBeGreaterThan(100);
  });

  it('nobody gets into the room of a voided match while it waits for those who were there', async () => {
    await expect(house.sdk.joinById(awaited.roomId)).rejects.toThrow('room-closed');
    await expect(house.sdk.joinById(awaited.roomId, { spectate: true })).rejects.toThrow('room-closed');
  });

  it('a player who reconnects by a token, as after a reload, gets the same', async () => {
    const error = await rejection(house.sdk.reconnect(awaited.reconnectionToken));
    expect(error).toMatchObject({ code: 4024, message: UPDATED });
  });

  it('the log tells once that a match is voided, and nothing of those who come back to it', async () => {
    expect(await told('sums')).toHaveLength(1);
    expect(house.said).not.toContain('reconnection denied');
  });
});
