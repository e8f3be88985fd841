/** Tic-tac-toe, made of pieces: 20 seconds for each mark, a bot for who waits alone, a rematch; anybody may watch. */
import { schema, t } from '@colyseus/schema';
import { z } from 'zod';
import {
  deadlineFields,
  defineBot,
  defineGame,
  fillWithBots,
  rematch,
  roster,
  RosterSeat,
  turns,
  withDeadline,
  type Room,
} from '../../shared/runtime/index.ts';

const FREE = -1;
const LINES = ['012', '345', '678', '036', '147', '258', '048', '246'].map((line) => Array.from(line, Number));
const State = schema(
  {
    seats: t.array(RosterSeat),
    board: t.array('int8'), // by cell: the seat that has marked it
    turn: t.int8().default(-1),
    winner: t.int8().default(-1),
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
  async play(room) {
    const { state } = room;
    roster(room, state.seats, RosterSeat);
    room.spawn('bots', () => fillWithBots(room, { goal: 2, delayMs: 5_000 }));
    for (let starter = 0, goesOn = true; goesOn; starter = 1 - starter) {
      await room.seated(2);
      state.winner = await playMatch(room, starter);
      if (state.winner >= 0) state.seats[state.winner]!.wins += 1;
      state.turn = -1;
      goesOn = await rematch(room, { ask: (player, limit) => player.ask('rematch', {}, limit), deadline: state });
    }
  },
});

/** Returns the winner's seat, −1 for a draw. Who lets the time pass has lost, and so has who leaves and is not replaced before their turn. */
async function playMatch(room: Room<typeof ticTacToe>, starter: number): Promise<number> {
  const { state } = room;
  const { board } = state;
  state.winner = -1;
  board.splice(0, 9, ...Array.from({ length: 9 }, () => FREE));
  for (const player of turns(room, { first: starter, least: 2 })) {
    state.turn = player.seat;
    const refuse = (cell: number): string | undefined => (board[cell] === FREE ? undefined : 'that cell is taken');
    const cell = await withDeadline(room, state, 20_000, () => player.next('mark', { otherwise: undefined, refuse }));
    if (cell === undefined) return 1 - player.seat;
    board[cell] = player.seat;
    if (LINES.some((line) => countOf(line, board, player.seat) === 3)) return player.seat;
    if (!board.includes(FREE)) return -1;
  }
  return room.players[0]?.seat ?? -1;
}

function countOf(line: readonly number[], board: ArrayLike<number>, seat: number): number {
  return line.filter((cell) => board[cell] === seat).length;
}

/** Completes a line, or keeps the other from it; else any cell. */
export const marker = defineBot(ticTacToe, {
  name: 'marker',
  async play(bot) {
    for (;;) {
      await bot.until(() => bot.state.turn === bot.seat);
      await bot.sleep(bot.random.int(400, 1_200));
      const { board } = bot.state;
      const open = LINES.filter((line) => countOf(line, board, FREE) === 1);
      const twoOf = (seat: number) => open.find((line) => countOf(line, board, seat) === 2);
      const cells = twoOf(bot.seat) ?? twoOf(1 - bot.seat) ?? [...board.keys()];
      await bot.send('mark', bot.random.pick(cells.filter((cell) => board[cell] === FREE)));
    }
  },
});
