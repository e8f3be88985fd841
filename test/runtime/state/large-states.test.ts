import { schema, t } from '@colyseus/schema';
import { pack, unpack } from 'msgpackr';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { Replay } from '../../../shared/runtime/hosts/replay.ts';
import { defineBot, defineGame } from '../../../shared/runtime/index.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';
import type { Snapshot } from '../../../shared/runtime/host.ts';

const WORD = 'x'.repeat(1_000);
/** 5 MB with what is for everybody and what is not. */
const CARDS = 2_500;

const Card = schema({ front: t.string().default(''), back: t.string().default('').view() }, 'Card');
const Deck = schema({ cards: t.array(Card), seen: t.uint8().default(0), heard: t.uint16().default(0) }, 'Deck');

const library = defineGame({
  name: 'library',
  title: 'Library',
  seats: { min: 1, max: 3 },
  tickRate: 10,
  state: Deck,
  messages: { heard: z.number() },
  checkpoint: z.object({ round: z.number() }),
  async play(room, from) {
    const { state } = room;
    if (from === undefined) {
      for (let at = 0; at < CARDS; at++)
        state.cards.push(new Card().assign({ front: `${at} ${WORD}`, back: `${at} ${WORD}` }));
      room.addBots(1);
      const [ann] = await room.seated(2);
      for (const card of state.cards) {
        ann?.view.add(card);
        room.spectatorView.add(card);
      }
      await room.sleep(500);
      return room.checkpoint({ round: 1 });
    }
    state.seen = from.round;
    for (const player of room.players) if (player.bot) state.heard = await player.next('heard');
    await room.until(() => false);
  },
});

const reader = defineBot(library, {
  name: 'reader',
  async play(bot) {
    await bot.until(() => bot.state.seen === 1);
    await bot.send('heard', bot.state.cards.filter(({ front, back }) => front !== '' && back === undefined).length);
  },
});

test('S3.2 players, spectators, bots, checkpoints and replays have all of a state of 5 MB', async () => {
  const match = new VirtualMatch(library, { bot: reader });
  const ann = await match.join('Ann');
  const will = await match.spectate('Will');
  const early = match.connect(ann);
  await match.until(() => match.state.heard > 0);
  const [late, watching] = [match.connect(ann), match.connect(will)];
  await match.tick();
  for (const { cards } of [early, late, watching]) {
    expect(cards).toHaveLength(CARDS);
    expect(cards.at(-1)?.back).toBe(`${CARDS - 1} ${WORD}`);
  }
  // The bot has seen each card, and the back of none.
  expect(match.state.heard).toBe(CARDS);

  const snapshot = unpack(pack(match.match.snapshot)) as Snapshot;
  const again = new VirtualMatch(library, { from: snapshot, bot: reader });
  const back = again.connect(ann);
  await again.tick(2);
  expect(back.cards.filter((card) => card.back !== undefined)).toHaveLength(CARDS);

  const replay = new Replay(library, match.recording());
  await replay.seek(replay.lastTick);
  expect(replay.divergence).toBeUndefined();
  expect(replay.see(ann).cards.at(-1)?.back).toBe(`${CARDS - 1} ${WORD}`);
});
