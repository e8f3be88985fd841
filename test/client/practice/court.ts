/** A game that uses everything a practice table offers, and a table of it in virtual time. */
import { schema, t, type SchemaType } from '@colyseus/schema';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { PracticeTable, type PracticeParts } from '../../../client/practice/practice-table.ts';
import { GameStores, MemoryDataBackend } from '../../../shared/runtime/host.ts';
import { defineBot, defineGame, type BotScript, type Game, type GameSpec } from '../../../shared/runtime/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';

export const Walker = schema(
  { x: t.int32().default(0), steps: t.uint16().default(0), secret: t.uint8().default(0).view() },
  'Walker',
);
export const Court = schema({ walkers: t.map(Walker), shouts: t.uint16().default(0) }, 'Court');
export type Court = SchemaType<typeof Court>;
export const Walk = schema({ by: t.int8().default(0) }, 'Walk');

/** The length of one step. */
export const PACE = 10;

export const court = defineGame({
  name: 'court',
  title: 'Court',
  seats: { min: 2, max: 3 },
  tickRate: 20,
  state: Court,
  options: z.object({ bots: z.number().int().min(0).max(2).default(1) }),
  messages: { shout: z.enum(['hey', 'ho']), fall: z.literal(true), end: z.literal(true), out: z.literal(true) },
  questions: { ready: { data: z.object({ round: z.number() }), answer: z.boolean() } },
  notices: { echo: z.enum(['hey', 'ho']), welcome: z.string() },
  input: { frame: Walk, ranges: { by: [-2, 2] as const }, rewindMs: 500 },
  async play(room) {
    const { state, options } = room;
    room.onTick(() => {
      for (const { id, inputs } of room.players) {
        const walker = state.walkers.get(id);
        if (walker !== undefined) for (const frame of inputs) step(walker, frame);
      }
    });
    const [ann] = await room.seated(1);
    const walker = new Walker();
    walker.secret = 7;
    state.walkers.set(ann.id, walker);
    ann.view.add(walker);
    room.addBots(options.bots);
    ann.notify('welcome', ann.name);
    await room.race([
      async () => {
        for await (const { id } of room.arrivals()) {
          if (id === ann.id) continue;
          const other = new Walker();
          other.secret = 9;
          state.walkers.set(id, other);
        }
      },
      async () => {
        for await (const shout of ann.messages('shout')) {
          state.shouts++;
          room.notifyAll('echo', shout);
        }
      },
      async () => {
        await ann.ask('ready', { round: 1 }, { timeoutMs: 5_000, otherwise: false });
        await room.sleep(600_000);
      },
      () => ann.next('end'),
      async () => {
        await ann.next('out');
        ann.kick('You are out of court.');
        await room.sleep(600_000);
      },
      async () => {
        await ann.next('fall');
        throw new Error('the court has fallen down');
      },
    ]);
  },
});

/** The step of the prediction. */
export function step(walker: { x: number; steps: number }, { by = 0 }: Readonly<Record<string, number>>): void {
  walker.x += by * PACE;
  walker.steps++;
}

export const walkingBot = defineBot(court, {
  name: 'walking',
  async play(bot) {
    bot.setInput({ by: 1 });
    await bot.sleep(60_000);
  },
});

interface OpenedPractice<G extends GameSpec> {
  readonly table: PracticeTable<G>;
  readonly clock: ManualClock;
  readonly errors: Error[];
}

export async function openCourt(
  parts: Partial<PracticeParts<typeof court>> = {},
): Promise<OpenedPractice<typeof court>> {
  return openPracticeOf<typeof court>(court, walkingBot, parts);
}

/** Opens a table of any game in virtual time. */
export async function openPracticeOf<G extends GameSpec>(
  game: Game<G>,
  bot: BotScript<G>,
  parts: Partial<PracticeParts<G>> = {},
): Promise<OpenedPractice<G>> {
  const clock = new ManualClock();
  const errors: Error[] = [];
  const table = await PracticeTable.open<G>({
    game,
    bot,
    name: 'Ann',
    options: {},
    matchId: 'PRACT-abcdefghij',
    seed: '1',
    stores: new GameStores(new MemoryDataBackend()),
    clock,
    draw: () => 0,
    onError: (error) => errors.push(error),
    ...parts,
  });
  onTestFinished(() => table.connection.leave());
  return { table, clock, errors };
}
