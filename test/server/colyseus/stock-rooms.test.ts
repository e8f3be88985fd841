/** Rooms as the users of Colyseus write them, on the same port and in the same process as games of ours. */
import { createRequire } from 'node:module';
// First of all: `colyseus` prints while it loads.
import { eventually, openTestServer, type TestServer } from '../../support/test-server.ts';
import { ColyseusSDK, type Room as JoinedRoom } from '@colyseus/sdk';
import { schema, t, type SchemaType } from '@colyseus/schema';
import { matchMaker, Room, type Client } from 'colyseus';
import { expect, it, onTestFinished } from 'vitest';
import type { CounterClient } from '../games.ts';

const Chatter = schema({ name: t.string().default(''), words: t.uint16().default(0) }, 'Chatter');
const ChatState = schema({ chatters: t.map(Chatter) }, 'ChatState');
type ChatState = SchemaType<typeof ChatState>;

/** Says who is there, passes on what is said, and can be made to throw. */
class ChatRoom extends Room<{ state: ChatState }> {
  override maxClients = 4;
  override state = new ChatState();

  override onCreate(): void {
    this.onMessage('say', (client, text: string) => {
      const chatter = this.state.chatters.get(client.sessionId);
      if (chatter !== undefined) chatter.words++;
      this.broadcast('said', text);
    });
    this.onMessage('throw', () => {
      throw new Error('the chat is broken');
    });
  }

  override onJoin(client: Client, { name }: { name: string }): void {
    this.state.chatters.set(client.sessionId, new Chatter().assign({ name }));
  }

  override async onDrop(client: Client): Promise<void> {
    await this.allowReconnection(client, 20);
  }

  override onLeave(client: Client): void {
    this.state.chatters.delete(client.sessionId);
  }
}

interface Chat {
  readonly room: JoinedRoom<ChatState>;
  /** What was said since this client came. */
  readonly said: readonly unknown[];
}

async function openBoth(): Promise<TestServer> {
  // After the server has closed its rooms: the last callback comes first.
  onTestFinished(() => matchMaker.removeRoomType('chat'));
  const house = await openTestServer();
  matchMaker.defineRoomType('chat', ChatRoom);
  return house;
}

/** A client that knows nothing of ours. */
async function joinChat({ url }: TestServer, name: string): Promise<Chat> {
  const room = await new ColyseusSDK(url).joinOrCreate<ChatState>('chat', { name });
  const said: unknown[] = [];
  room.onMessage('said', (text) => void said.push(text));
  return { room, said };
}

function wordsIn({ room }: Chat): number {
  return [...(room.state.chatters?.values() ?? [])].reduce((sum, { words }) => sum + words, 0);
}

it('stock rooms and ours work on one port, each with its own clients', async () => {
  const house = await openBoth();
  const [chat, other] = [await joinChat(house, 'Ann'), await joinChat(house, 'Bob')];
  const counter = await house.sdk.create<CounterClient>('counter', { name: 'Ann' });
  expect(chat.room.roomId).toBe(other.room.roomId);
  chat.room.send('say', 'hello');
  expect(await counter.request('add', { n: 3 })).toEqual({ ok: true });
  await eventually(() => other.said.length === 1 && wordsIn(other) === 1 && counter.state.total === 3);
  expect(other.said).toEqual(['hello']);
  expect(house.server.host.rooms.size).toBe(1);
  await chat.room.leave();
  await eventually(() => other.room.state.chatters.size === 1);
  expect(await counter.request('add', { n: 1 })).toEqual({ ok: true });
});

it('the lists that our pages show have our tables alone', async () => {
  const house = await openBoth();
  await joinChat(house, 'Ann');
  const counter = await house.sdk.create('counter', { name: 'Ann' });
  expect(await (await house.get('/api/rooms')).json()).toMatchObject({ rooms: [{ id: counter.roomId }] });
});

it('a client of a stock room that loses its line comes back to its seat, and so does one of ours', async () => {
  const house = await openBoth();
  const chat = await joinChat(house, 'Ann');
  const counter = await house.sdk.create<CounterClient>('counter', { name: 'Ann' });
  expect(await counter.request('add', { n: 3 })).toEqual({ ok: true });
  chat.room.reconnection.minUptime = 0;
  counter.reconnection.minUptime = 0;
  const back = Promise.all([chat.room, counter].map((room) => new Promise<void>((done) => room.onReconnect(done))));
  for (const room of [chat.room, counter]) room.connection.close(4010);
  await back;
  chat.room.send('say', 'again');
  await eventually(() => chat.said.includes('again') && wordsIn(chat) === 1 && counter.state.total === 3);
});

it('a handler of a stock room that throws does not end the process, and disturbs nobody else', async () => {
  const house = await openBoth();
  const [chat, other] = [await joinChat(house, 'Ann'), await joinChat(house, 'Bob')];
  const counter = await house.sdk.create<CounterClient>('counter', { name: 'Ann' });
  chat.room.send('throw');
  await eventually(() => house.logged.join('').includes('the chat is broken'));
  other.room.send('say', 'still here');
  await eventually(() => chat.said.includes('still here'));
  expect(await counter.request('add', { n: 2 })).toEqual({ ok: true });
});

it('a script of ours that throws ends its match alone, and stock rooms go on', async () => {
  const house = await openBoth();
  const chat = await joinChat(house, 'Ann');
  const counter = await house.sdk.create('counter', { name: 'Ann' });
  const left = new Promise((done) => counter.onLeave(done));
  counter.send('break', {});
  await left;
  chat.room.send('say', 'still here');
  await eventually(() => chat.said.includes('still here') && wordsIn(chat) === 1);
});

it('the agent of a process manager, which colyseus installs, does not get into the process', async () => {
  const require = createRequire(import.meta.url);
  await openTestServer();
  expect(() => require('@pm2/io')).toThrow('@pm2/io is not loaded in this process');
});
