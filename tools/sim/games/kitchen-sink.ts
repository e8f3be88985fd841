/** The kitchen sink as the simulator plays, attacks and checks it: a test game with everything that a crash could break, and with effects. */
import type { Schema } from '@colyseus/schema';
import { defineEffects, type Random } from '../../../shared/runtime/index.ts';
import { WIRE } from '../../../shared/wire.ts';
import { kitchenSink, kitchenSinkWith, ROUNDS, type KitchenSinkState } from './kitchen-sink/game.ts';
import { kitchenSinkPlayer } from './kitchen-sink/bot.ts';
import { KitchenSinkWatcher, HOSTILE } from './kitchen-sink/watcher.ts';
import { nonsense, oddNumber, oddText } from './random-data.ts';
import { simGame, type HostileAction, type Knowledge } from './sim-game.ts';

const MOST_PEOPLE = 6;
const ROUND_MS = 600;
/** In the last round everybody says that all is done, once what it had to do is, and the reply may have been lost. */
const LAST_WORDS_MS = 12_000;

const done =
  (name: string) =>
  async (args: unknown, { key }: { readonly key: string }): Promise<string> =>
    `${name} of ${JSON.stringify(args)} under ${key}`;

export const simKitchenSink = simGame({
  game: kitchenSink,
  withTickHook: kitchenSinkWith,
  bot: kitchenSinkPlayer,
  setup: (random) => ({ options: {}, players: random.int(1, MOST_PEOPLE) }),
  watch: (match, reached) => new KitchenSinkWatcher(match, reached),
  branches: [
    ...[
      'an effect is done: errand',
      'an effect is done: journey',
      'something is said',
      'a gift counts',
      'a move counts',
    ],
    ...['a move is missed', 'an answer counts', 'a step is read', 'somebody is away', 'round 2', 'round 3'],
    ...['somebody is done', 'everybody is done', 'something hostile counts', 'somebody is kicked'],
  ],
  leak,
  isWorstMoment: ({ round }) => round > 1,
  hostile,
  isOver: ({ round, hands }) => round >= ROUNDS && [...hands.values()].some((hand) => hand.done),
  budgetMs: ROUNDS * ROUND_MS + (kitchenSink.reconnectGraceMs ?? 0) + LAST_WORDS_MS,
  effects: defineEffects(kitchenSink, { errand: done('errand'), journey: done('journey') }),
});

/** A secret that is not its own. */
function leak({ decoder, player }: Knowledge<KitchenSinkState>): string {
  for (const ref of decoder.root.refs.values()) {
    const { secret = '' } = ref as Partial<Schema> & { readonly secret?: string };
    if (secret !== '' && !secret.startsWith(`<${player}> draws`)) return `the secret ${secret}`;
  }
  return '';
}

function hostile(random: Random, { round }: KitchenSinkState): HostileAction {
  const type = random.pick(['say', 'move', 'gift', 'never', 'done', WIRE.answer]);
  switch (random.int(0, 5)) {
    case 0:
      return { kind: 'input', numbers: [oddNumber(random), oddNumber(random)], seenAtMs: oddNumber(random) };
    case 1:
      return { kind: 'message', type, data: nonsense(random) };
    case 2:
      return { kind: 'message', type: oddText(random), data: nonsense(random) };
    case 3:
      return { kind: 'message', type: WIRE.answer, data: { question: random.int(0, 12), answer: `${HOSTILE} answer` } };
    default: {
      const text = `${HOSTILE} words in round ${round}${oddText(random).slice(0, 40)}`;
      return { kind: 'message', type: random.pick(['say', 'move', 'gift', 'never']), data: { text } };
    }
  }
}
