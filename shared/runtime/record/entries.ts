/** Entries, which are all that enters a match, and outputs, which are all that its host has to do. */
import type { RefusalCode } from './refusals.ts';
import type { ValueRule } from '../state/values.ts';

/** Everything that a match is built from. */
export interface StartFrame {
  /** The version of this format. */
  readonly format: 1;
  /** The name of the game. */
  readonly game: string;
  /** The id of the match. */
  readonly matchId: string;
  /** The secret of all randomness in the match: any text. A live match uses 128 random bits, revealed when it is over. */
  readonly seed: string;
  /** The room options, checked and with their defaults. */
  readonly options: unknown;
  /** Ticks per second. */
  readonly tickRate: number;
  /** Identifies the version of the game's and the runtime's code; '' if it does not matter. */
  readonly code: string;
  /**
   * What happens to a value that its state field cannot hold: `strict`: an error; `nearest`: the nearest one that it can hold.
   * Left out: it is kept as it is, as in old matches.
   */
  readonly values?: ValueRule;
}

/**
 * Something that arrived from outside. The host has validated its data. A `token` is the host's own, kept in the journal so that
 * its holder gets the seat back; the match ignores it.
 */
export type Entry =
  | {
      readonly kind: 'join';
      readonly player: string;
      readonly name: string;
      readonly bot: boolean;
      /** What the player chose, checked by the game's `joinOptions`; undefined: the defaults. */
      readonly options?: unknown;
      readonly token?: string;
    }
  | { readonly kind: 'spectate'; readonly player: string; readonly name: string; readonly token?: string }
  | { readonly kind: 'return'; readonly player: string; readonly token?: string }
  | { readonly kind: 'drop' | 'leave'; readonly player: string }
  | MessageEntry
  | {
      readonly kind: 'answer';
      readonly player: string;
      readonly question: number;
      readonly answer: unknown;
      readonly ref?: number;
    }
  /** An input frame of the player in this seat: the difference of each number from the last frame; 0 for those left out. */
  | { readonly kind: 'input'; readonly seat: number; readonly changes: readonly number[] }
  | {
      readonly kind: 'effect';
      readonly effect: number;
      readonly result?: unknown;
      readonly error?: { readonly name: string; readonly message: string };
    };

/** What enters a bot, beside patches of its state. */
export type BotEntry =
  | { readonly kind: 'asked'; readonly question: number; readonly name: string; readonly data: unknown }
  | { readonly kind: 'question-closed'; readonly question: number }
  | { readonly kind: 'notice'; readonly type: string; readonly data: unknown };

/** A message of a player. `ref` is the host's own, returned with the reply. */
export interface MessageEntry {
  /** Tells it from other entries. */
  readonly kind: 'message';
  /** The id of the sender. */
  readonly player: string;
  /** The type of the message. */
  readonly type: string;
  /** Its data, checked by its schema. */
  readonly data: unknown;
  /** The host's number for the reply; undefined: nobody waits for one. */
  readonly ref?: number;
}

/** Something for the host to do. Outputs are in order. */
export type Output =
  | { readonly kind: 'joined'; readonly player: string; readonly seat: number | undefined }
  /** The message or answer with this `ref` was accepted. */
  | { readonly kind: 'accepted'; readonly player: string; readonly ref: number }
  | {
      readonly kind: 'refused';
      readonly player: string;
      readonly ref: number | undefined;
      /** The message type; 'join' or 'answer' for other entries. */
      readonly type: string;
      readonly code: RefusalCode;
      readonly message: string;
    }
  /** To one player, to everyone ('all'), or to spectators ('spectators'). */
  | { readonly kind: 'notice'; readonly to: string; readonly type: string; readonly data: unknown }
  | {
      readonly kind: 'ask';
      readonly to: string;
      readonly question: number;
      readonly name: string;
      readonly data: unknown;
    }
  /** The question is closed. */
  | { readonly kind: 'asked'; readonly to: string; readonly question: number }
  /** Fill this many seats with bots. */
  | { readonly kind: 'bots'; readonly count: number }
  | {
      readonly kind: 'effect';
      readonly effect: number;
      readonly key: string;
      readonly name: string;
      readonly args: unknown;
    }
  /** The script no longer waits for this effect. */
  | { readonly kind: 'effect-cancelled'; readonly effect: number }
  | { readonly kind: 'dismiss'; readonly player: string; readonly reason: string }
  | { readonly kind: 'ended' };

/** How a match ended. */
export type MatchEnd =
  | { readonly kind: 'finished'; readonly result: unknown }
  | {
      readonly kind: 'failed';
      readonly error: Error;
      /** Where in the task tree it came from: `play › round › race[1]`. Undefined if it came from outside. */
      readonly path?: string | undefined;
    };
