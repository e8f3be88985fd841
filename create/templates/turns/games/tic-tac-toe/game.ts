/** Tic-tac-toe: 20 seconds for each mark, a bot for who waits alone, a rematch; anybody may watch. */
import {
  deadlineFields,
  defineGame,
  fillWithBots,
  rematch,
  roster,
  RosterSeat,
  schema,
  t,
  turns,
  withDeadline,
  z,
  type Room,
} from 'greenroom';
import { FREE, lineOf, NOBODY } from './board.ts';

/** The time for a mark. */
export const TURN_MS = 20_000;

const State = schema(
  {
    seats: t.array(RosterSeat),
    board: t.array('int8'), // by cell: the seat that has marked it
    turn: t.int8().default(NOBODY),
    winner: t.int8().default(NOBODY),
    ...deadlineFields(),
  },
  'TicTacToe',
);

export const ticTacToe = defineGame({
  name: 'tic-tac-toe',
  title: 'Tic-tac-toe',
  seats: { min: 2, max: 2 },
  tickRate: 10,
  state: State,
  messages: { mark: z.number().int().min(0).max(8) },
  questions: { rematch: { data: z.object({}), answer: z.boolean() } },
  options: z.object({ botAfterMs: z.number().int().min(0).max(600_000).default(5_000) }),
  async play(room) {
    const { state, options } = room;
    roster(room, state.seats, RosterSeat);
    room.spawn('bots', () => fillWithBots(room, { goal: 2, delayMs: options.botAfterMs }));
    for (let starter = 0, goesOn = true; goesOn; starter = 1 - starter) {
      await room.seated(2);
      state.winner = await playMatch(room, starter);
      if (state.winner !== NOBODY) state.seats[state.winner]!.wins += 1;
      state.turn = NOBODY;
      goesOn = await rematch(room, { ask: (player, limit) => player.ask('rematch', {}, limit), deadline: state });
    }
  },
});

/** Returns the winner's seat, or NOBODY for a draw. Who lets the time pass has lost, and so has who leaves. */
async function playMatch(room: Room<typeof ticTacToe>, starter: number): Promise<number> {
  const { state } = room;
  const { board } = state;
  state.winner = NOBODY;
  board.splice(0, 9, ...Array.from({ length: 9 }, () => FREE));
  for (const player of turns(room, { first: starter, least: 2 })) {
    state.turn = player.seat;
    const refuse = (cell: number) => (board[cell] === FREE ? undefined : 'that cell is taken');
    const cell = await withDeadline(room, state, TURN_MS, () => player.next('mark', { otherwise: undefined, refuse }));
    if (cell === undefined) return 1 - player.seat;
    board[cell] = player.seat;
    if (lineOf(board, player.seat) !== undefined) return player.seat;
    if (!board.includes(FREE)) return NOBODY;
  }
  return room.players[0]?.seat ?? NOBODY;
}
