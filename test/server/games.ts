/** Small games for the server's tests. */
import { schema, t } from '@colyseus/schema';
import { z } from 'zod';
import { buffered, defineBot, defineGame } from '../../shared/runtime/index.ts';

const Hand = schema(
  { player: t.string().default(''), bot: t.boolean().default(false), card: t.int32().default(0).view() },
  'Hand',
);
const CounterState = schema(
  { total: t.int32().default(0), dropped: t.int32().default(0), hands: t.array(Hand), said: t.array('string') },
  'CounterState',
);

/** The counter's state as a client of it sees it: of cards only its own. */
export interface CounterClient {
  readonly total: number;
  readonly dropped: number;
  readonly hands: { readonly player: string; readonly bot: boolean; readonly card: number | undefined }[];
  readonly said: string[];
}

const nothing = z.strictObject({});

/** Adds up what its players say. Everybody has a card that nobody else sees, and a word for each thing that can go wrong. */
export const counter = defineGame({
  name: 'counter',
  title: 'Counter',
  seats: { min: 1, max: 3 },
  tickRate: 50,
  reconnectGraceMs: 10_000,
  state: CounterState,
  options: z.strictObject({ from: z.number().int().default(0), bots: z.number().int().min(0).max(2).default(0) }),
  messages: {
    add: z.strictObject({ n: z.number().int().min(1).max(10) }),
    once: nothing,
    kept: buffered(nothing, 2),
    text: z.string(),
    close: nothing,
    ask: nothing,
    end: nothing,
    leave: z.strictObject({ reason: z.string() }),
    break: nothing,
    stray: nothing,
  },
  questions: { sure: { data: z.strictObject({ total: z.number() }), answer: z.boolean() } },
  notices: { added: z.strictObject({ n: z.number() }), whisper: z.string() },
  listing: (state) => ({ total: state.total }),
  async play(room) {
    const { state, options } = room;
    state.total = options.from;
    room.addBots(options.bots);
    room.onTick(() => {
      state.dropped = room.players.filter(({ connected }) => !connected).length;
    });
    await room.scope(async (table) => {
      for await (const player of room.arrivals()) {
        const hand = new Hand().assign({ player: player.id, bot: player.bot, card: 1000 + player.seat });
        state.hands.push(hand);
        player.view.add(hand);
        player.notify('whisper', `welcome ${player.name}`);
        const during = (name: string, task: () => Promise<unknown>) => table.spawn(`${name} of ${player.name}`, task);
        during('adding', async () => {
          for await (const { n } of player.messages('add')) {
            state.total += n;
            room.notifyAll('added', { n });
          }
        });
        during('text', async () => {
          for await (const text of player.messages('text')) state.said.push(text);
        });
        during('once', () => player.next('once', { otherwise: {} }));
        during('closing', async () => {
          for await (const _ of player.messages('close')) room.joinable = false;
        });
        during('ending', async () => {
          for await (const _ of player.messages('end')) table.cancel('the end');
        });
        during('asking', async () => {
          for await (const _ of player.messages('ask')) {
            const sure = await player.ask('sure', { total: state.total }, { otherwise: false });
            state.said.push(`${player.name}: ${sure ? 'sure' : 'unsure'}`);
          }
        });
        during('leaving', async () => {
          for await (const { reason } of player.messages('leave')) player.kick(reason);
        });
        during('breaking', async () => {
          for await (const _ of player.messages('break')) throw new Error('broken on purpose');
        });
        during('straying', async () => {
          for await (const _ of player.messages('stray')) void Promise.reject(new Error('stray on purpose'));
        });
      }
    });
  },
});

/** Adds its own card to the total, once. */
export const counterBot = defineBot(counter, {
  name: 'adder',
  async play(bot) {
    await bot.until(() => bot.state.hands.some(({ player }) => player === bot.id));
    const seen = bot.state.hands.filter(({ card }) => card > 0).length;
    await bot.send('add', { n: seen });
    const question = await bot.send('text', `a bot sees ${seen} card`);
    if (question !== undefined) await bot.send('text', question.code);
  },
});

const FetchState = schema({ bodies: t.array('string'), failures: t.array('string') }, 'FetchState');

/** Fetches two pages side by side, as soon as somebody sits. */
export const fetcher = defineGame({
  name: 'fetcher',
  title: 'Fetcher',
  seats: { min: 1, max: 1 },
  tickRate: 50,
  state: FetchState,
  options: z.strictObject({ urls: z.array(z.string()).default([]) }),
  messages: {},
  effects: { fetch: { args: z.strictObject({ url: z.string() }), result: z.string() } },
  async play(room) {
    await room.seated(1);
    const pages = await room.allSettled(room.options.urls.map((url) => () => room.effect('fetch', { url })));
    for (const page of pages) {
      if (page.status === 'fulfilled') room.state.bodies.push(page.value);
      else room.state.failures.push(String(page.reason));
    }
    await room.until(() => false);
  },
});

/** Counts, in the data of the game, how many of its matches somebody has come to. */
export const tally = defineGame({
  name: 'tally',
  title: 'Tally',
  seats: { min: 1, max: 1 },
  tickRate: 50,
  reconnectGraceMs: 10_000,
  state: schema({ total: t.uint32().default(0) }, 'TallyState'),
  messages: {},
  effects: { count: { args: nothing, result: z.number() } },
  async play(room) {
    await room.seated(1);
    room.state.total = await room.effect('count', {});
    await room.until(() => false);
  },
});

const Secret = schema({ owner: t.string().default(''), word: t.string().default('').view() }, 'Secret');
const RoundsState = schema(
  { round: t.int32().default(0), secrets: t.map(Secret), order: t.array(Secret) },
  'RoundsState',
);

/** A new secret for each player in every round, and a checkpoint after each: all objects are new, in another order. */
export const rounds = defineGame({
  name: 'rounds',
  title: 'Rounds',
  seats: { min: 1, max: 3 },
  tickRate: 50,
  state: RoundsState,
  checkpoint: z.strictObject({ last: z.number() }),
  messages: { deal: nothing },
  async play(room, from) {
    const { state } = room;
    if (from !== undefined) state.round = from.last + 1;
    for (const player of room.players) {
      const secret = state.secrets.get(player.id);
      if (secret !== undefined) player.view.add(secret);
    }
    await room.until(() => room.players.length > 0);
    await room.race(room.players.map((player) => () => player.next('deal', { otherwise: {} })));
    for (const player of room.random.shuffle(room.players)) {
      const secret = new Secret().assign({ owner: player.id, word: `${player.seat}-${state.round}` });
      state.secrets.set(player.id, secret);
      player.view.add(secret);
      state.order.push(secret);
      if (state.order.length > 4) state.order.shift();
    }
    await room.checkpoint({ last: state.round });
  },
});

/** Its players choose a team when they join, and the state has what they chose. */
export const teams = defineGame({
  name: 'teams',
  title: 'Teams',
  seats: { min: 1, max: 3 },
  tickRate: 50,
  state: schema({ teams: t.map('string') }, 'TeamsState'),
  options: z.strictObject({ bots: z.number().int().min(0).max(2).default(0) }),
  joinOptions: z.strictObject({ team: z.enum(['red', 'blue']).default('red') }),
  messages: {},
  async play(room) {
    room.addBots(room.options.bots);
    for await (const { name, options } of room.arrivals()) room.state.teams.set(name, options.team);
  },
});

/** Spectators chat, players draw bytes, and both are bounded more narrowly than in other games. */
export const gallery = defineGame({
  name: 'gallery',
  title: 'Gallery',
  seats: { min: 1, max: 2 },
  tickRate: 50,
  state: schema({ said: t.array('string'), drawn: t.array('number') }, 'GalleryState'),
  messages: { chat: z.string(), draw: z.instanceof(Uint8Array) },
  limits: { messagesPerSecond: 1, burst: 4, messageBytes: 100, spectatorsMaySend: ['chat'], binary: true },
  async play(room) {
    const [artist] = await room.seated(1);
    await room.scope(async (scope) => {
      scope.spawn('chat', async () => {
        for await (const { from, data } of room.spectatorMessages('chat'))
          room.state.said.push(`${from.name}: ${data}`);
      });
      for await (const bytes of artist.messages('draw')) room.state.drawn.push(...bytes);
    });
  },
});
