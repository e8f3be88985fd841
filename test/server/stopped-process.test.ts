/** A real server process that is stopped for a while, and goes on: nobody has to pay for that. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Room } from '@colyseus/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CrashingServer } from './crash/crashing-server.ts';
import { closing, eventually } from '../support/test-server.ts';
import { RawClient, reserve, type Reservation } from './raw-client.ts';
import type { CounterClient } from './games.ts';

/** Longer than a seat is reserved for (15 s), and than the game waits for somebody whose line broke (5 s). */
const STANDSTILL_MS = 17_000;
/** How many a client may send in that time; a burst is smaller. */
const SAID = 300;
const FRAMES = 6_000;
const PING = 18;
const JOIN_ROOM = 10;

describe('a process that stood still', () => {
  let house: CrashingServer;
  let away: Room<unknown, CounterClient>;
  let talker: Room<unknown, CounterClient>;
  let pinger: Room<unknown, CounterClient>;
  let reservation: Reservation;
  let talkerClosed: unknown;
  let pingerClosed: unknown;
  const refused: unknown[] = [];

  beforeAll(async () => {
    house = await CrashingServer.build();
    await house.start();
    away = await house.sdk.create<CounterClient>('hasty');
    const friend = await house.sdk.joinById<CounterClient>(away.roomId);
    friend.onStateChange(() => {});
    talker = await house.sdk.create<CounterClient>('counter');
    pinger = await house.sdk.create<CounterClient>('counter');
    for (const room of [away, talker, pinger]) room.reconnection.enabled = false;
    talker.onMessage('$refused', (refusal) => void refused.push(refusal));
    talker.onMessage('*', () => {});
    void closing(talker).then((how) => (talkerClosed = how));
    void closing(pinger).then((how) => (pingerClosed = how));
    await eventually(() => talker.state.said !== undefined && pinger.state.said !== undefined);

    reservation = await reserve(house.url, 'joinById', talker.roomId, {});
    away.connection.close();
    await eventually(() => (friend.state as CounterClient & { dropped: number }).dropped === 1);
    house.send('SIGSTOP');
    for (let number = 0; number < SAID; number++) talker.send('text', `line ${number}`);
    for (let frame = 0; frame < FRAMES; frame++) pinger.connection.send(new Uint8Array([PING]));
    await sleep(STANDSTILL_MS);
    house.send('SIGCONT');
  });

  afterAll(() => house.destroy());

  it('says so in its log', async () => {
    const [line] = await house.told('process stalled');
    expect(line?.['ms']).toBeGreaterThan(STANDSTILL_MS - 1_000);
  });

  it('waits for those who were away as long as it would have', async () => {
    const back = await house.sdk.reconnect<CounterClient>(away.reconnectionToken);
    expect(await back.request('add', { n: 1 })).toEqual({ ok: true });
  });

  it('keeps what was reserved', async () => {
    const late = await RawClient.take(house.url, reservation);
    await late.next(JOIN_ROOM);
  });

  it('takes what was sent meanwhile, all of it and in order, and not for a flood', async () => {
    await eventually(() => talker.state.said.length >= SAID || talkerClosed !== undefined);
    expect(talkerClosed).toBeUndefined();
    expect([...talker.state.said]).toEqual(Array.from({ length: SAID }, (_, number) => `line ${number}`));
    expect(refused).toEqual([]);
    expect(await pinger.request('add', { n: 1 })).toEqual({ ok: true });
    expect(pingerClosed).toBeUndefined();
  });

  it('knows a flood all the same', async () => {
    const flood = await house.sdk.create<CounterClient>('counter');
    flood.reconnection.enabled = false;
    const closed = closing(flood);
    for (let frame = 0; frame < 5_000; frame++) flood.connection.send(new Uint8Array([PING]));
    expect(await closed).toMatchObject({ code: 4023 });
  });
});
