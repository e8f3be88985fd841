/** What enters a match at a tick, and what a tick asks its host to do: the only ways in and out. */
import type { RefusalCode } from './refusals.ts';
import type { ValueRule } from '../state/values.ts';

/** Everything a match is built from. */
export interface StartFrame {
  readonly format: 1;
  readonly game: string;
  readonly matchId: string;
  /** Any text. Whoever knows it knows all dice to come: a live match has 128 random bits, and tells them when it is over. */
  readonly seed: string;
  /** The room options, checked and with their defaults. */
  readonly options: unknown;
  /** Ticks in a second. */
  readonly tickRate: number;
  /** Tells one version of the game's and the runtime's code from another; '' where nobody cares. */
  readonly code: string;
  /**
   * How the match takes values that their fields in the state cannot hold: `strict`: as errors; `nearest`: as the nearest
   * that they can. Left out: as they come, as in matches from before there were rules.
   */
  readonly values?: ValueRule;
}

/**
 * Something that arrived from outside. Data has been validated by the host. A `token` is the host's own, kept in the
 * journal so that whoever holds it finds the seat again; the match does not look at it.
 */
export type Entry =
  | {
      readonly kind: 'join';
      readonly player: string;
      readonly name: string;
      readonly bot: boolean;
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
  /** A frame of the player in this seat: by how much each of its numbers differs from the last frame, 0 for those left out. */
  | { readonly kind: 'input'; readonly seat: number; readonly changes: readonly number[] }
  | {
      readonly kind: 'effect';
      readonly effect: number;
      readonly result?: unknown;
      readonly error?: { readonly name: string; readonly message: string };
    };

/** What enters a bot, beside the patches that change its state. */
export type BotEntry =
  | { readonly kind: 'asked'; readonly question: number; readonly name: string; readonly data: unknown }
  | { readonly kind: 'question-closed'; readonly question: number }
  | { readonly kind: 'notice'; readonly type: string; readonly data: unknown };

/** A message of a player. `ref` is the host's own mark, given back with the reply. */
export interface MessageEntry {
  readonly kind: 'message';
  readonly player: string;
  readonly type: string;
  readonly data: unknown;
  readonly ref?: number;
}

/** Something for the host to do, in this order. */
export type Output =
  | { readonly kind: 'joined'; readonly player: string; readonly seat: number | undefined }
  /** A message or an answer with this `ref` was taken. */
  | { readonly kind: 'accepted'; readonly player: string; readonly ref: number }
  | {
      readonly kind: 'refused';
      readonly player: string;
      readonly ref: number | undefined;
      /** The message type, or what else was refused: 'join', 'answer'. */
      readonly type: string;
      readonly code: RefusalCode;
      readonly message: string;
    }
  /** To one player, to everyone ('all'), or to those who watch without a seat ('spectators'). */
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
  /** Nobody waits for this effect any more. */
  | { readonly kind: 'effect-cancelled'; readonly effect: number }
  | { readonly kind: 'dismiss'; readonly player: string; readonly reason: string }
  | { readonly kind: 'ended' };

/** How a match ended. */
export type MatchEnd =
  | { readonly kind: 'finished'; readonly result: unknown }
  | {
      readonly kind: 'failed';
      readonly error: Error;
      /** Where in the task tree it came from: `play › round › race[1]`. Undefined where it came from outside. */
      readonly path?: string | undefined;
    };
