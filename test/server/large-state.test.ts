/** States of several megabytes over real sockets. The clients are unmodified ones of the Colyseus SDK. */
import { schema, t } from '@colyseus/schema';
import type { Room } from '@colyseus/sdk';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { defineGame } from '../../shared/runtime/index.ts';
import { eventually, openTestServer } from '../support/test-server.ts';

const WORD = 'x'.repeat(1_000);
const CARDS = 2_500;

const Card = schema({ front: t.string().default(''), back: t.string().default('').view() }, 'Card');
const Deck = schema({ cards: t.array(Card), words: t.array('string'), round: t.uint16().default(0) }, 'Deck');
interface DeckState {
  cards: { front: string; back: string | undefined }[];
  words: string[];
  round: number;
}

/** It begins with 5 MB, of which half are for some, and tells 3 MB more in one patch when it is asked to. */
const library = defineGame({
  name: 'library',
  title: 'Library',
  seats: { min: 1, max: 3 },
  tickRate: 20,
  state: Deck,
  messages: { more: z.strictObject({}), turn: z.strictObject({}) },
  async play(room) {
    const { state } = room;
    for (let at = 0; at < CARDS; at++) state.cards.push(new Card().assign({ front: WORD, back: `${at} ${WORD}` }));
    for await (const player of room.arrivals()) {
      for (const card of state.cards) {
        player.view.add(card);
        room.spectatorView.add(card);
      }
      room.spawn('turning', async () => {
        for await (const _ of player.messages('turn')) state.round++;
      });
      room.spawn('more', async () => {
        await player.next('more');
        for (let at = 0; at < 3_000; at++) state.words.push(WORD);
      });
    }
  },
});

function hasAll(room: Room<DeckState>): boolean {
  const { cards } = room.state;
  return cards?.length === CARDS && cards.at(-1)?.back === `${CARDS - 1} ${WORD}`;
}

it('clients that join early, late, to watch, or return after a break get all of 5 MB, and are no slow readers for that', async () => {
  const { sdk, logged } = await openTestServer({ games: [{ game: library }], checksStates: false });
  const ann = await sdk.create<DeckState>('library', { name: 'Ann' });
  ann.reconnection.minUptime = 0;
  await eventually(() => hasAll(ann));
  const bob = await sdk.joinById<DeckState>(ann.roomId, { name: 'Bob' });
  const will = await sdk.joinById<DeckState>(ann.roomId, { name: 'Will', spectate: true });
  await eventually(() => hasAll(bob) && hasAll(will));
  await bob.request('more', {});
  await eventually(() => [ann, bob, will].every(({ state }) => state.words.length === 3_000));
  const back = new Promise<void>((resolve) => ann.onReconnect.once(() => resolve()));
  ann.connection.close(4010);
  await back;
  await ann.request('turn', {});
  await eventually(() => ann.state.round === 1 && hasAll(ann) && ann.state.words.length === 3_000);
  expect([bob.connection.isOpen, will.connection.isOpen]).toEqual([true, true]);
  expect(logged.filter((line) => line.includes('room failed'))).toEqual([]);
});
