import { expect, it, onTestFinished } from 'vitest';
import type { SendFailure } from '../../client/connection/connection.ts';
import { RoomSession } from '../../client/connection/network/room-session.ts';
import { joinTable, playNow } from '../../client/connection/network/join.ts';
import { Random } from '../../shared/runtime/index.ts';
import { Relay } from '../support/relay.ts';
import { CrashingServer } from './crash/crashing-server.ts';
import { eventually, openTestServer, type TestServer } from '../support/test-server.ts';
import type { CounterClient } from './games.ts';

/** Below the least that a player may send for long. */
const MESSAGES_PER_TICK = 1;
const MESSAGES = 300;
const CUTS = 12;
const RETURNS = 5;

function tickOf({ server }: TestServer, code: string): number {
  return server.host.rooms.get(code)?.match.tick ?? 0;
}

it('over a line that breaks again and again, each message counts once, in order, and each sender learns so', async () => {
  const house = await openTestServer();
  const random = new Random(String(7), 'cuts');
  let cuts = 0;
  let untilCut = 40;
  const wire = await Relay.open(house.url, {
    onData(relay) {
      if (--untilCut > 0) return;
      // Some cuts come in the middle of a return.
      untilCut = random.int(1, 40);
      cuts++;
      relay.cut();
    },
  });
  onTestFinished(() => wire.close());
  let returns = 0;
  const line = await playNow(
    wire.url.replace('http', 'ws'),
    'counter',
    { name: 'Ann' },
    {
      welcomed: (_, returned) => void (returns += Number(returned)),
    },
  );
  onTestFinished(() => line.leave());

  const outcomes: (SendFailure | undefined)[] = [];
  const sent: string[] = [];
  const started = tickOf(house, line.code);
  while (sent.length < MESSAGES || cuts < CUTS || returns < RETURNS) {
    await eventually(
      () =>
        sent.length - outcomes.length < 40 && sent.length < (tickOf(house, line.code) - started) * MESSAGES_PER_TICK,
    );
    const text = `message ${sent.length}`;
    sent.push(text);
    void line.send('text', text).then((refused) => outcomes.push(refused));
  }
  untilCut = Infinity;
  await eventually(() => outcomes.length === sent.length);

  expect(outcomes.filter((refused) => refused !== undefined)).toEqual([]);
  await eventually(() => (line.state as CounterClient).said.length >= sent.length);
  expect([...(line.state as CounterClient).said]).toEqual(sent);
});

it('a server that ends again and again, before and after it has written down what came, costs no message and doubles none', async () => {
  const house = await CrashingServer.open();
  const clocks: number[] = [];
  const line = await playNow(house.url, 'counter', { name: 'Ann' }, { resumed: ({ now }) => void clocks.push(now) });
  onTestFinished(() => line.leave());
  const said = Array.from({ length: 100 }, (_, index) => `message ${index}`);
  const talk = async (): Promise<(SendFailure | undefined)[]> => {
    const outcomes: Promise<SendFailure | undefined>[] = [];
    for (const [index, text] of said.entries()) {
      outcomes.push(line.send('text', text));
      // Always some that have no reply yet.
      if (index % 4 === 3) await outcomes[index - 3];
    }
    return Promise.all(outcomes);
  };

  await house.kill();
  const talking = talk();
  const crashes = ['after', 'before', 'after', 'before', 'after'] as const;
  for (const when of crashes) {
    await house.start({ when, kind: 'message', count: 3 });
    await house.ended();
  }
  await house.start();
  expect(new Set(await talking)).toEqual(new Set([undefined]));
  await eventually(() => (line.state as CounterClient).said.length >= said.length);
  expect([...(line.state as CounterClient).said]).toEqual(said);
  expect(line.welcome.recoveries).toBe(crashes.length + 1);
  expect(line.held).toBe(false);
  expect(clocks.length).toBeGreaterThan(0);
});

it('a message that is sent while the line is down arrives when it is back, and a question is answered once', async () => {
  const house = await openTestServer();
  const wire = await Relay.open(house.url);
  onTestFinished(() => wire.close());
  const asked: number[] = [];
  let drops = 0;
  const line = await playNow(
    wire.url.replace('http', 'ws'),
    'counter',
    { name: 'Ann' },
    {
      asked: ({ question }) => void asked.push(question),
      dropped: () => void drops++,
    },
  );
  onTestFinished(() => line.leave());
  await line.send('ask', {});
  await eventually(() => asked.length === 1);
  wire.cut();
  await eventually(() => drops > 0);
  const outcomes = await Promise.all([
    line.send('add', { n: 2 }),
    line.answer(asked[0] ?? 0, true),
    line.send('add', { n: 3 }),
    line.send('add', { n: 30 }),
  ]);
  expect(outcomes).toEqual([undefined, undefined, undefined, expect.objectContaining({ code: 'bad-shape' })]);
  expect(line.state).toMatchObject({ total: 5 });
  expect([...(line.state as CounterClient).said]).toEqual(['Ann: sure']);
  expect(asked).toHaveLength(1);
  expect(line.questions).toEqual([]);
});

it('a reloaded page numbers its messages after those of the page before', async () => {
  const house = await openTestServer();
  const before = await house.sdk.create<CounterClient>('counter');
  const first = new RoomSession(before, {});
  await first.ready();
  for (let n = 1; n <= 3; n++) expect(await first.send('add', { n })).toBeUndefined();
  const second = new RoomSession(await house.sdk.reconnect(first.token), {});
  await second.ready();
  onTestFinished(() => second.leave());
  expect(second.welcome).toMatchObject({ received: 3, player: first.welcome.player });
  expect(await second.send('add', { n: 4 })).toBeUndefined();
  expect(second.state).toMatchObject({ total: 10 });
  expect(await first.send('add', { n: 5 })).toMatchObject({ code: 'lost' });
});

it('a player who leaves while disconnected has left', async () => {
  const house = await openTestServer();
  const wire = await Relay.open(house.url);
  onTestFinished(() => wire.close());
  let drops = 0;
  const line = await playNow(
    wire.url.replace('http', 'ws'),
    'counter',
    { name: 'Ann' },
    { dropped: () => void drops++ },
  );
  const bob = await house.sdk.joinById<CounterClient>(line.code);
  wire.cut();
  await eventually(() => drops > 0);
  await line.leave();
  await eventually(() => house.server.host.rooms.get(bob.roomId)?.match.players.length === 1);
  expect(line.status).toBe('closed');
});

it('a player who leaves or is kicked learns that unanswered messages are lost', async () => {
  const house = await openTestServer();
  const url = house.url;
  const [ann, closings] = [await playNow(url, 'counter', { name: 'Ann' }, {}), [] as string[]];
  const bob = await joinTable(
    url,
    ann.code,
    { name: 'Bob' },
    {
      closed: (_code, _reason, ended) => void closings.push(ended ?? ''),
    },
  );
  const leaving = ann.send('add', { n: 1 });
  await ann.leave();
  expect(await leaving).toMatchObject({ code: 'lost' });
  expect(await bob.send('leave', { reason: 'that will do' })).toBeUndefined();
  await eventually(() => closings.length === 1);
  expect(closings).toEqual(['that will do']);
  expect(await bob.send('add', { n: 1 })).toMatchObject({ code: 'lost' });
});
