/** Scenes of a match, as plain objects in the shape of the decoded state. */
import type { ConnectionStatus, Departure } from '../../../client/connection/connection.ts';
import type { Ask } from '../../../shared/wire.ts';

export interface Scene {
  seat: number | undefined;
  state: unknown;
  status?: ConnectionStatus;
  held?: boolean;
  departure?: Departure;
  questions?: readonly Ask[];
}

const NAMES = ['Lucky Heron', 'Ada', 'Bartholomew the Bold', 'Chidi', 'Dot', 'Ezra'];
const DICE = [[4, 1, 4, 2, 6], [3, 4, 5], [4, 4, 1, 6, 2], [5], [2, 4, 3, 3], [6, 5, 2, 1, 4]];

function seat(index: number, change: object = {}) {
  const dice = DICE[index] ?? [];
  return {
    player: `p${index}`,
    name: NAMES[index] ?? '',
    bot: index > 2,
    connected: true,
    playing: true,
    diceCount: dice.length,
    wins: index === 1 ? 2 : 0,
    dice: index === 0 ? dice : [],
    shown: [],
    ...change,
  };
}

const EMPTY = {
  player: '',
  name: '',
  bot: false,
  connected: true,
  playing: false,
  diceCount: 0,
  wins: 0,
  dice: [],
  shown: [],
};
const bid = (seatIndex: number, count: number, face: number, byHouse = false) => ({
  seat: seatIndex,
  kind: 'bid',
  count,
  face,
  byHouse,
});
const CALLS = [bid(4, 3, 3), bid(5, 4, 3), bid(0, 4, 5), bid(1, 5, 5, true), bid(2, 7, 2), bid(3, 7, 4)];
const CHAT = [
  { name: 'Ada', seat: 1, text: 'Good evening, everybody!', at: 1 },
  { name: 'Lucky Heron', seat: 0, text: 'Evening. Who let the bots in?', at: 2 },
  {
    name: 'Bartholomew the Bold',
    seat: 2,
    text: 'Seven twos, and I mean it this time. Look at my honest face and tell me otherwise.',
    at: 3,
  },
];

const base = {
  phase: 'bidding',
  seats: [0, 1, 2, 3, 4, 5].map((index) => seat(index)),
  round: 3,
  turn: 0,
  calls: CALLS,
  reveal: undefined as unknown,
  winner: -1,
  now: 10_000,
  deadline: 40_000,
  chat: CHAT,
};

const SCENES: Record<string, Scene> = {
  waiting: {
    seat: 0,
    state: {
      ...base,
      phase: 'waiting',
      round: 0,
      turn: -1,
      calls: [],
      deadline: 22_000,
      chat: [],
      seats: [
        seat(0, { diceCount: 0, dice: [], playing: false }),
        seat(1, { diceCount: 0, playing: false, wins: 0 }),
        EMPTY,
        EMPTY,
      ],
    },
  },
  rolling: { seat: 0, state: { ...base, phase: 'rolling', turn: -1, calls: [], deadline: 11_500 } },
  opening: { seat: 0, state: { ...base, calls: [] } },
  bidding: { seat: 0, state: base },
  theirs: { seat: 0, state: { ...base, turn: 4 } },
  duel: { seat: 0, state: { ...base, seats: [seat(0), seat(1)], turn: 1, calls: [bid(0, 3, 4)] } },
  four: {
    seat: 0,
    state: {
      ...base,
      seats: [seat(0), seat(1), seat(2, { connected: false }), seat(3, { diceCount: 0, playing: false })],
      turn: 1,
      calls: [bid(2, 3, 4), bid(0, 4, 4)],
    },
  },
  reveal: {
    seat: 0,
    state: {
      ...base,
      phase: 'reveal',
      turn: -1,
      deadline: 15_000,
      calls: [...CALLS, { seat: 4, kind: 'challenge', count: 0, face: 0, byHouse: false }],
      seats: [0, 1, 2, 3, 4, 5].map((index) =>
        seat(index, { shown: DICE[index], ...(index === 4 ? { diceCount: 3 } : {}) }),
      ),
      reveal: { caller: 4, kind: 'challenge', bidder: 3, count: 7, face: 4, actual: 10, seat: 4, change: -1 },
    },
  },
  result: {
    seat: 0,
    state: {
      ...base,
      phase: 'result',
      turn: -1,
      winner: 0,
      deadline: 30_000,
      seats: base.seats.map((each, index) => ({
        ...each,
        diceCount: index === 0 ? 2 : 0,
        playing: index === 0,
        wins: index === 0 ? 1 : each.wins,
      })),
    },
    questions: [{ question: 7, name: 'rematch', data: { winner: 0 } }],
  },
  lost: { seat: 0, status: 'dropped', state: { ...base, turn: 4 } },
  held: { seat: 0, held: true, state: { ...base, turn: 4 } },
  closed: {
    seat: 0,
    status: 'closed',
    departure: { why: 'over' },
    state: { ...base, phase: 'result', turn: -1, winner: 2, deadline: 0 },
  },
  failed: { seat: 0, status: 'closed', departure: { why: 'failed' }, state: base },
  voided: { seat: 0, status: 'closed', departure: { why: 'voided' }, state: base },
  watching: {
    seat: undefined,
    state: { ...base, turn: 2, calls: CALLS.slice(0, 4), seats: base.seats.map((each) => ({ ...each, dice: [] })) },
  },
  out: {
    seat: 0,
    state: {
      ...base,
      turn: 4,
      seats: base.seats.map((each, index) =>
        index === 0 ? { ...each, playing: false, diceCount: 0, dice: [] } : each,
      ),
    },
  },
};

export const SCENE_NAMES = Object.keys(SCENES);

export function scene(name: string): Scene {
  const found = SCENES[name];
  if (!found) throw new Error(`no scene ${name}`);
  return structuredClone(found);
}
