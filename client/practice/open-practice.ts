/** Opens practice tables with the page's clock and random numbers. */
import type { TableChoices } from '../games/game-view.ts';
import type { PracticeGame } from './games.ts';
import { pageClock } from '../connection/in-page/page-clock.ts';
import { PracticeTable } from './practice-table.ts';

const ID_LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
const ID_LENGTH = 10;
const SEED_BYTES = 16;

/**
 * Opens a table and seats the player. It runs until its connection is left.
 *
 * @throws Error if the game refuses the options
 */
export async function openPractice(
  { game, bot }: PracticeGame,
  name: string,
  choices: TableChoices,
): Promise<PracticeTable> {
  const table = await PracticeTable.open({
    game,
    bot,
    name,
    options: choices,
    matchId: `PRACT-${letters(ID_LENGTH)}`,
    seed: Array.from(crypto.getRandomValues(new Uint8Array(SEED_BYTES)), hex).join(''),
    clock: pageClock,
    draw: (below) => Math.floor(Math.random() * below),
    onError: reportError,
    checksStates: import.meta.env.DEV,
  });
  followVisibility(table);
  return table;
}

/** Pauses the match while the page is hidden. */
function followVisibility(table: PracticeTable): void {
  const look = (): void => void (table.hidden = document.visibilityState === 'hidden');
  document.addEventListener('visibilitychange', look);
  look();
  const stop = table.connection.subscribe(() => {
    if (table.connection.departure === undefined) return;
    document.removeEventListener('visibilitychange', look);
    stop();
  });
}

function letters(count: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(count));
  return Array.from(bytes, (byte) => ID_LETTERS[byte % ID_LETTERS.length]).join('');
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
