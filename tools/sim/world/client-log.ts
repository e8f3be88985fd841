/** Logs what each client of a match saw, sent and received, to be checked against the journal afterwards. */
import type { Match } from '../../../shared/runtime/host.ts';
import type { Game } from '../../../shared/runtime/index.ts';
import type { Reply } from '../../../shared/wire.ts';

/** How much is logged: nothing, the states of some ticks, or the state of every tick. */
export type Checks = 'none' | 'samples' | 'every tick';

/** A state that a client decoded. */
export interface SeenState {
  readonly tick: number;
  /** As JSON. */
  readonly state: string;
}

export interface LoggedMessage {
  readonly tick: number;
  readonly type: string;
  /** As JSON. */
  readonly data: string;
}

export class ClientLog {
  readonly id: string;
  readonly spectator: boolean;
  readonly checks: Checks;
  readonly seen: SeenState[] = [];
  readonly received: LoggedMessage[] = [];
  /** Its numbered messages. */
  readonly sent = new Map<number, { readonly type: string }>();
  readonly replies = new Map<number, Reply[]>();
  /** The input frames that it sent, without the time they refer to. */
  readonly frames: string[] = [];
  /** How many of its frames were acknowledged, over all its connections. */
  acknowledged = 0;
  /** It left, was kicked, or stayed away too long: nothing may reach it any more. */
  isGone = false;

  constructor(id: string, spectator: boolean, checks: Checks) {
    this.id = id;
    this.spectator = spectator;
    this.checks = checks;
  }
}

/** The state at the time it was released to clients. */
export interface ReleasedState {
  readonly tick: number;
  readonly hash: number;
}

export interface StartedEffect {
  readonly key: string;
  /** The tick after which it started. */
  readonly tick: number;
}

/** A process that recovered the match. */
export interface RestartRecord {
  /** The last tick before the crash. */
  readonly tick: number;
  /** The keys of the effects that it started at once. */
  readonly startedEffects: readonly string[];
}

/** How a match ended where its script had no part in it. */
export type ForcedEnd = 'voided';

export class MatchLog {
  readonly matchId: string;
  /** The code that it started with. */
  readonly game: Game;
  readonly clients = new Map<string, ClientLog>();
  readonly releases: ReleasedState[] = [];
  readonly startedEffects: StartedEffect[] = [];
  readonly restarts: RestartRecord[] = [];
  /** Input frames that the host dropped. */
  dropped = 0;
  /** It continued with other code, so its journal cannot be replayed. */
  codeChanged = false;
  forcedEnd: ForcedEnd | undefined;
  /** The match in its last process. */
  match: Match;
  readonly #checks: Checks;

  constructor(match: Match, checks: Checks) {
    this.match = match;
    this.#checks = checks;
    this.game = match.game;
    this.matchId = match.start.matchId;
  }

  /** Nothing may reach this client any more, and its seat is lost. */
  markGone(id: string): void {
    const client = this.clients.get(id);
    if (client !== undefined) client.isGone = true;
  }

  client(id: string, spectator: boolean): ClientLog {
    let client = this.clients.get(id);
    if (client === undefined) {
      client = new ClientLog(id, spectator, this.#checks);
      this.clients.set(id, client);
    }
    return client;
  }
}
