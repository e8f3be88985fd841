/** What clients may send to a game: bounds that it may lower, and what it lets spectators send. */
import type { GameSpec } from './spec.ts';

/** Bounds of what each client sends, and who may send. What a game leaves out is as for all games. */
export interface GameLimits {
  /** Messages of one client a second, sustained; 60 unless given, and at most. More are refused as `too-fast`. */
  readonly messagesPerSecond?: number;
  /** Messages of one client at once; 120 unless given, and at most. */
  readonly burst?: number;
  /** Bytes of one message on the wire; 4,096 unless given, and at most. Longer ones are refused as `too-large`. */
  readonly messageBytes?: number;
  /**
   * Types of messages that spectators may send, such as chat; none unless given. The script gets them from `room.spectatorMessages(type)`.
   */
  readonly spectatorsMaySend?: readonly string[];
  /** Messages may contain `Uint8Array`, where their schemas take it (`z.instanceof(Uint8Array)`); false unless given. */
  readonly binary?: boolean;
}

/** What a client may send to a game that sets no limits, and the most that a game may set. */
export const MESSAGE_LIMITS = { messagesPerSecond: 60, burst: 120, messageBytes: 4_096 } as const;

/** The part of a game that has its limits. */
export interface Limited {
  /** Its limits; what it leaves out is as for all games. */
  readonly limits?: GameLimits;
}

/** The bounds of a game, with the defaults. */
export function limitsOf({ limits }: Limited): Required<GameLimits> {
  return { ...MESSAGE_LIMITS, spectatorsMaySend: [], binary: false, ...limits };
}

/** @throws RangeError for limits that make no sense, with what is allowed */
export function checkLimits(game: Limited & Pick<GameSpec, 'messages'> & { readonly name: string }): void {
  const limits = limitsOf(game);
  for (const [name, most] of Object.entries(MESSAGE_LIMITS)) {
    const value: unknown = Reflect.get(limits, name);
    if (!(typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most))
      throw new RangeError(`${game.name}: limits.${name} is a whole number from 1 to ${most}, not ${String(value)}`);
  }
  for (const type of limits.spectatorsMaySend) {
    if (!Object.hasOwn(game.messages, type))
      throw new RangeError(`${game.name}: limits.spectatorsMaySend has "${type}", which is no message type`);
  }
}
