/** What network bots need to know of a game, beside its bot script. */
import type { BotChoices } from '../../shared/runtime/index.ts';

export interface NetworkBots extends BotChoices {
  /** The options of a table that this many bots open for themselves. */
  tableFor(bots: number): Record<string, unknown>;
  /** Changes from false to true with each match that ends. */
  isMatchOver(state: unknown): boolean;
}
