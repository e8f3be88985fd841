/** The board: which seat has marked which cell, and what makes a line. */
export const FREE = -1;
export const NOBODY = -1;

/** The cells of each line. */
export const LINES = ['012', '345', '678', '036', '147', '258', '048', '246'].map((line) => Array.from(line, Number));

type Board = ArrayLike<number>;

export function countOf(line: readonly number[], board: Board, seat: number): number {
  return line.filter((cell) => board[cell] === seat).length;
}

/** The line that this seat has completed. */
export function lineOf(board: Board, seat: number): readonly number[] | undefined {
  return LINES.find((line) => countOf(line, board, seat) === 3);
}
