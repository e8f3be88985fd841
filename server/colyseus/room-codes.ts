/** Room ids that people can type and read out: five letters, none of which looks like a digit. */
import { randomInt } from 'node:crypto';

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const LENGTH = 5;

/** Draws a code that is not in use. */
export function drawRoomCode(isTaken: (code: string) => boolean): string {
  for (;;) {
    const code = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
    if (!isTaken(code)) return code;
  }
}
