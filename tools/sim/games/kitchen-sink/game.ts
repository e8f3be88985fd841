/** A short game with everything that a crash could break: messages, questions, effects, timeouts, dice, secrets, checkpoints. */
import { schema, t } from '@colyseus/schema';
import { z } from 'zod';
import { buffered, defineGame, EffectFailed, PlayerLeft } from '../../../../shared/runtime/index.ts';

const Hand = schema(
  {
    player: t.string().default(''),
    secret: t.string().default('').view(),
    away: t.boolean().default(false),
    done: t.boolean().default(false),
  },
  'Hand',
);
const KitchenSinkState = schema(
  {
    round: t.uint8().default(0),
    dice: t.array('uint8'),
    /** Everything that counted, in order. */
    log: t.array('string'),
    /** Input frames that were read. */
    steps: t.array('string'),
    missed: t.uint16().default(0),
    hands: t.map(Hand),
  },
  'KitchenSinkState',
);

/** A step that a player takes: which one, by its number. */
const Steps = schema({ step: t.uint16().default(0) }, 'Steps');

const words = z.strictObject({ text: z.string() });
const whichRound = z.strictObject({ round: z.number().int() });

const SPEC = {
  state: KitchenSinkState,
  messages: { say: words, move: words, gift: buffered(words, 8), never: words, done: buffered(words, 1), bye: words },
  questions: { sure: { data: whichRound, answer: z.string() } },
  notices: { said: words, whisper: words },
  effects: {
    errand: { args: whichRound, result: z.string() },
    journey: { args: whichRound, result: z.string() },
  },
  input: { frame: Steps, ranges: { step: [0, 65_535] } },
  checkpoint: whichRound,
} as const;

export const ROUNDS = 3;

/** @param inTick called in each tick, while the script runs */
export function kitchenSinkWith(inTick: () => void) {
  return defineGame({
    ...SPEC,
    name: 'kitchen-sink',
    title: 'Kitchen sink',
    seats: { min: 1, max: 20 },
    tickRate: 20,
    reconnectGraceMs: 8_000,
    async play(room, from) {
      const { state } = room;
      const round = from?.round ?? 1;
      state.round = round;
      if (round < ROUNDS) room.addBots(1);
      room.onTick(() => {
        inTick();
        for (const { id, connected, inputs } of room.players) {
          for (const { step } of inputs) if (step > 0) state.steps.push(`${id} ${step}`);
          const hand = state.hands.get(id);
          if (hand !== undefined && hand.away === connected) hand.away = !connected;
        }
      });
      await room.scope(async (table) => {
        table.spawn('dice', async () => {
          for (;;) {
            state.dice.push(room.random.int(1, 6));
            if (state.dice.length > 3) state.dice.shift();
            await room.sleep(150);
          }
        });
        const send = async (name: 'errand' | 'journey'): Promise<void> => {
          for (;;) {
            try {
              state.log.push(await room.effect(name, { round }));
              return;
            } catch (error) {
              if (!(error instanceof EffectFailed)) throw error;
              await room.sleep(100);
            }
          }
        };
        table.spawn('errand', () => send('errand'));
        table.spawn('journey', () => send('journey'));
        table.spawn('table', async () => {
          for await (const player of room.arrivals()) {
            let hand = state.hands.get(player.id);
            if (hand === undefined) {
              hand = new Hand().assign({ player: player.id });
              state.hands.set(player.id, hand);
              player.view.add(hand);
            }
            hand.secret = `<${player.id}> draws ${room.random.int(100, 999)}`;
            player.notify('whisper', { text: hand.secret });
            const mine = hand;
            const during = (name: string, task: () => Promise<unknown>): void => {
              table.spawn(`${name} of ${player.id}`, async () => {
                try {
                  await task();
                } catch (error) {
                  if (!(error instanceof PlayerLeft)) throw error;
                }
              });
            };
            during('leaving', async () => {
              await room.until(() => player.left);
              state.hands.delete(player.id);
            });
            during('talk', async () => {
              for await (const { text } of player.messages('say')) {
                state.log.push(text);
                room.notifyAll('said', { text });
              }
            });
            during('moves', async () => {
              const refuse = ({ text }: { text: string }) => (text.includes('bad') ? 'that is no move' : undefined);
              for (;;) {
                const move = await player.next('move', { timeoutMs: 300, otherwise: undefined, refuse });
                if (move === undefined && player.left) return;
                if (move === undefined) state.missed++;
                else state.log.push(move.text);
              }
            });
            during('gifts', async () => {
              for (;;) {
                await room.sleep(250);
                state.log.push((await player.next('gift')).text);
              }
            });
            if (player.bot) continue;
            during('a wish to go', async () => {
              state.log.push((await player.next('bye')).text);
              player.kick('as you wish');
            });
            during('questions', async () => {
              await room.sleep(100);
              const answer = await player.ask('sure', { round }, { timeoutMs: 800, otherwise: '' });
              if (answer !== '') state.log.push(answer);
            });
            if (mine.done) continue;
            during('the end', async () => {
              const { text } = await player.next('done');
              state.log.push(text);
              mine.done = true;
            });
          }
        });
        await room.sleep(600);
        if (round < ROUNDS) await room.checkpoint({ round: round + 1 });
        const players = () => room.players.filter(({ bot }) => !bot);
        await room.until(() => players().length > 0 && players().every(({ id }) => state.hands.get(id)?.done));
        table.cancel('everybody is done');
      });
    },
  });
}

export const kitchenSink = kitchenSinkWith(() => {});

export type KitchenSinkState = InstanceType<typeof KitchenSinkState>;
