/** What holds after every tick, whatever players, lines and processes do. */
import { defineInvariants } from 'greenroom/testing';
import { FREE, lineOf, NOBODY } from './board.ts';
import { marker } from './bot.ts';
import { ticTacToe } from './game.ts';

/** Players leave once one of them has won this often: so there are rematches. */
const WINS = 2;

export const ticTacToeInvariants = defineInvariants(ticTacToe, {
  bot: marker,
  isOver: ({ seats }) => seats.some(({ wins }) => wins >= WINS),
  invariants: {
    'both have marked as often, or one of them once more': ({ board }) => {
      const [crosses, circles] = [0, 1].map((seat) => board.filter((owner) => owner === seat).length);
      return Math.abs(crosses! - circles!) <= 1 || `${crosses} and ${circles} marks`;
    },
    'nobody is on turn once there is a line': ({ board, turn }) =>
      turn === NOBODY || [0, 1].every((seat) => lineOf(board, seat) === undefined) || `[${board.join()}], turn ${turn}`,
    'a cell is free or belongs to a seat': ({ board }) =>
      board.every((owner) => owner === FREE || owner === 0 || owner === 1) || `[${board.join()}]`,
    'a turn has a deadline': ({ turn, deadline }) => turn === NOBODY || deadline > 0 || `turn ${turn} without deadline`,
  },
});
