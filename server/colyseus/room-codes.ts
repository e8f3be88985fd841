/** Room codes: letters that people can type and read out, none of which looks like a digit. */
import { randomInt } from 'node:crypto';
import { CODE_LENGTH } from '../../shared/wire.ts';

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Draws a code that is not in use. Nothing else protects a private room, so its code must not be guessable. */
export function drawRoomCode(hidden: boolean, isTaken: (code: string) => boolean): string {
  const length = hidden ? CODE_LENGTH.private : CODE_LENGTH.public;
  for (;;) {
    const code = Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('');
    if (!isTaken(code)) return code;
  }
}
