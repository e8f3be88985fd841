/** Small games that a new version changes, each in its own way. */
import { schema, t } from '@colyseus/schema';
import { z } from 'zod';
import { buffered, defineGame, type Game, type Room } from '../../../shared/runtime/index.ts';

const Coin = schema({ worth: t.uint8().default(1) }, 'Coin');
const State = schema({ seconds: t.uint16().default(0), total: t.int32().default(0), coins: t.array(Coin) }, 'State');
const OtherState = schema({ seconds: t.array('string'), total: t.map('number') }, 'State');

const spec = { state: State, messages: { add: buffered(z.number(), 4) }, checkpoint: z.strictObject({}) };
const table = { tickRate: 50, reconnectGraceMs: 60_000, seats: { min: 1, max: 1 } };

type ChangingRoom = Room<typeof spec>;
type Play = (room: ChangingRoom, again: boolean) => Promise<void>;

/** Counts seconds, and adds up what the player says. */
async function count(room: ChangingRoom, add: (n: number) => void): Promise<void> {
  room.every(1000, () => void room.state.seconds++);
  const [player] = await room.seated(1);
  for await (const n of player?.messages('add') ?? []) add(n);
}

const plain: Play = (room) => count(room, (n) => void (room.state.total += n));

/** The same, written in another way. */
const rewritten: Play = async (room) => {
  const { state } = room;
  room.every(1000, () => {
    state.seconds = state.seconds + 1;
  });
  for (const player of await room.seated(1)) {
    for await (const n of player.messages('add')) state.total = n + state.total;
  }
};

const hasty: Play = async (room) => {
  await room.sleep(40);
  await plain(room, false);
};

const doubling: Play = (room) => count(room, (n) => void (room.state.total += 2 * n));

const breaking: Play = (room) => {
  room.onTick(() => {
    if (room.tick === 30) throw new Error('a new fault');
  });
  return plain(room, false);
};

const unbreaking: Play = (room) => {
  room.onTick(() => {});
  return plain(room, false);
};

/** Sees the world beside its room. */
const worldly: Play = async (room) => {
  room.state.total = process.pid;
  await plain(room, false);
};

const saving: Play = async (room, again) => {
  if (!again) {
    room.state.coins.push(new Coin());
    const [player] = await room.seated(1);
    // Nothing enters after the checkpoint, however late the player is.
    room.state.total += (await player?.next('add')) ?? 0;
    await room.checkpoint({});
  }
  await plain(room, again);
};

/** Tells its process to end as soon as it begins, where the environment says so. */
const ending: Play = async (room) => {
  if (process.env.ENDS_AS_MATCHES_BEGIN !== undefined) process.kill(process.pid, 'SIGTERM');
  await plain(room, false);
};

function changing(kind: string, play: Play): Game {
  const name = `changing-${kind}`;
  return defineGame({ ...table, ...spec, name, title: name, play: (room, from) => play(room, from !== undefined) });
}

/** The same with another state. */
function reshaped(game: Game): Game {
  return { ...game, state: OtherState };
}

export function changingGames(version: 1 | 2): Game[] {
  const isNew = version === 2;
  const games = [
    changing('nothing', isNew ? rewritten : plain),
    changing('calls', isNew ? hasty : plain),
    changing('sums', isNew ? doubling : plain),
    changing('faults', isNew ? breaking : unbreaking),
    isNew ? reshaped(changing('shape', plain)) : changing('shape', plain),
    isNew ? reshaped(changing('saved-shape', saving)) : changing('saved-shape', saving),
    changing('saved-calls', isNew ? hasty : saving),
    { ...changing('world', worldly), name: 'worldly' },
    changing('ending', isNew ? ending : plain),
  ];
  return isNew ? games : [...games, changing('offer', plain)];
}
