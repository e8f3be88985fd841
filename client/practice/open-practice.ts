/** Opens practice tables with the page's clock and random numbers. */
import { GameStores, MemoryDataBackend } from '../../shared/runtime/host.ts';
import type { BotScript, Game, GameEffects, GameSpec } from '../../shared/runtime/index.ts';
import type { OptionsInput } from '../connection/game-types.ts';
import { clockOf } from '../../shared/real-clock.ts';
import { MATCH_ID_BYTES, matchIdText } from '../../shared/match-id.ts';
import { PracticeTable } from './practice-table.ts';

const SEED_BYTES = 16;
/** What games keep until the page is closed. */
const STORES = new GameStores(new MemoryDataBackend());

/** What practice needs of a game. */
export interface PracticeGame<G extends GameSpec = GameSpec> {
  readonly game: Game<G>;
  readonly bot: BotScript<G>;
  readonly effects?: GameEffects | undefined;
}

/**
 * Opens a table and seats the player. It runs until its connection is left.
 *
 * @throws Error if the game refuses the options
 */
export async function openPractice<G extends GameSpec>(
  { game, bot, effects }: PracticeGame<G>,
  name: string,
  choices: OptionsInput<G> | undefined,
  joinOptions?: unknown,
): Promise<PracticeTable<G>> {
  const table = await PracticeTable.open<G>({
    game,
    bot,
    effects,
    stores: STORES,
    name,
    joinOptions,
    options: choices ?? {},
    matchId: `PRACT-${matchIdText(randomBytes(MATCH_ID_BYTES))}`,
    seed: Array.from(randomBytes(SEED_BYTES), hex).join(''),
    clock: clockOf(globalThis),
    draw: (below) => Math.floor(Math.random() * below),
    onError,
    // Only Vite tells whether the page is built for development.
    checksStates: import.meta.env?.DEV ?? false,
  });
  followVisibility(table);
  return table;
}

/** Node has no `reportError`. */
function onError(error: Error): void {
  if ('reportError' in globalThis) reportError(error);
  else console.error(error);
}

/** Pauses the match while the page is hidden. */
function followVisibility<G extends GameSpec>(table: PracticeTable<G>): void {
  if (globalThis.document === undefined) return;
  const follow = (): void => void (table.hidden = document.visibilityState === 'hidden');
  document.addEventListener('visibilitychange', follow);
  follow();
  const stop = table.connection.subscribe(() => {
    if (table.connection.departure === undefined) return;
    document.removeEventListener('visibilitychange', follow);
    stop();
  });
}

function randomBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
