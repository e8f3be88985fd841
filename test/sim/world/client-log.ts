/** What everybody saw, sent and was told in one match: it is held against the journal afterwards. */
import type { Game } from '../../../shared/runtime/index.ts';
import type { Match } from '../../../shared/runtime/host.ts';
import type { Reply } from '../../../shared/wire.ts';

/** What a client had decoded. */
export interface SeenState {
  readonly tick: number;
  /** The state, as JSON. */
  readonly state: string;
}

/** What a client was told. */
export interface LoggedMessage {
  readonly tick: number;
  readonly type: string;
  /** As JSON. */
  readonly data: string;
}

/** One client in one match. */
export class ClientLog {
  readonly id: string;
  readonly spectator: boolean;
  readonly seen: SeenState[] = [];
  readonly received: LoggedMessage[] = [];
  /** Its numbered messages, by number. */
  readonly sent = new Map<number, { readonly type: string }>();
  readonly replies = new Map<number, Reply[]>();
  /** Input frames as they were sent, without the time of sight. */
  readonly frames: string[] = [];
  /** How many of its frames were acknowledged, over all its connections. */
  acknowledged = 0;
  /** It left, was sent away, or stayed away too long: nothing more may reach it. */
  isGone = false;

  /** It is held against the journal afterwards: all of it is kept. */
  readonly isChecked: boolean;

  constructor(id: string, spectator: boolean, isReviewed: boolean) {
    this.id = id;
    this.spectator = spectator;
    this.isChecked = isReviewed;
  }
}

/** The state as it was when clients were told of it. */
export interface ReleasedState {
  readonly tick: number;
  readonly hash: number;
}

export interface StartedEffect {
  readonly key: string;
  /** The tick after which it began. */
  readonly tick: number;
}

/** A process has taken the match up. */
export interface RestartRecord {
  /** The last tick of before. */
  readonly tick: number;
  /** The keys of the effects that it began at once. */
  readonly startedEffects: readonly string[];
}

/** How a match came to its end, where its script had no part in it. */
export type ForcedEnd = 'voided';

export class MatchLog {
  readonly matchId: string;
  /** Its code, as it began. */
  readonly game: Game;
  readonly clients = new Map<string, ClientLog>();
  readonly releases: ReleasedState[] = [];
  readonly startedEffects: StartedEffect[] = [];
  readonly restarts: RestartRecord[] = [];
  /** Input frames that the host has dropped. */
  dropped = 0;
  /** It went on with other code: its journal is of two games. */
  codeChanged = false;
  forcedEnd: ForcedEnd | undefined;
  /** The match, as the last process had it. */
  match: Match;

  readonly #isReviewed: boolean;

  constructor(match: Match, isReviewed: boolean) {
    this.match = match;
    this.#isReviewed = isReviewed;
    this.game = match.game;
    this.matchId = match.start.matchId;
  }

  client(id: string, spectator: boolean): ClientLog {
    let client = this.clients.get(id);
    if (client === undefined) {
      client = new ClientLog(id, spectator, this.#isReviewed);
      this.clients.set(id, client);
    }
    return client;
  }
}
