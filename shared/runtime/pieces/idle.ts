/** Idle players: how long they have done nothing, and what is done about it. */
import type { Player } from '../room/player.ts';
import type { Room } from '../room/room.ts';
import type { GameSpec } from '../room/spec.ts';
import { ANSWER_MS, type AskPlayer } from './answers.ts';

/** What is kept about a player's activity. Plain data, for checkpoints. */
export interface ActivityCount {
  /** The player's id. */
  readonly player: string;
  /** Match time in ms of the player's last act, or of when they were first seen. */
  readonly actedAt: number;
  /** The number of turns that the player has missed in a row. */
  readonly missed: number;
}

/**
 * Counts how long players have been idle, by what the script reports of them.
 *
 * @example
 * const activity = new PlayerActivity(room);
 * const move = await player.next('move', { timeoutMs: 20_000, otherwise: undefined });
 * if (move === undefined) activity.missed(player);
 * else activity.acted(player);
 */
export class PlayerActivity<S extends GameSpec = GameSpec> {
  readonly #room: Room<S>;
  #counts: ReadonlyMap<string, ActivityCount>;

  /**
   * Everybody who sits has acted just now, or as `from` says.
   *
   * @param from what `toArray()` gave before a checkpoint
   */
  constructor(room: Room<S>, from: readonly ActivityCount[] = []) {
    this.#room = room;
    this.#counts = new Map(from.map((count) => [count.player, count]));
    this.#update();
  }

  /** The player has done something. */
  acted(player: Player<S>): void {
    this.#write({ player: player.id, actedAt: this.#room.now, missed: 0 });
  }

  /** The player has let a turn pass. */
  missed(player: Player<S>): void {
    const { missed, ...count } = this.#countOf(player);
    this.#write({ ...count, missed: missed + 1 });
  }

  /** How long the player has done nothing, in ms; from when they were first seen on. */
  idleMs(player: Player<S>): number {
    return this.#room.now - this.#countOf(player).actedAt;
  }

  /** How many turns the player has missed in a row. */
  missedTurns(player: Player<S>): number {
    return this.#countOf(player).missed;
  }

  /** What a checkpoint needs to go on from here: one entry for each player of the room. */
  toArray(): ActivityCount[] {
    this.#update();
    return [...this.#counts.values()];
  }

  #countOf(player: Player<S>): ActivityCount {
    if (!this.#counts.has(player.id)) this.#update();
    return this.#counts.get(player.id) ?? { player: player.id, actedAt: this.#room.now, missed: 0 };
  }

  #write(count: ActivityCount): void {
    this.#counts = new Map(this.#counts).set(count.player, count);
  }

  /** Those who have left are forgotten, so there are never more counts than seats. */
  #update(): void {
    const counts = this.#counts;
    const fresh = { actedAt: this.#room.now, missed: 0 };
    this.#counts = new Map(this.#room.players.map(({ id }) => [id, counts.get(id) ?? { player: id, ...fresh }]));
  }
}

/** Who is idle, and what is done about it. */
export interface IdleRule<S extends GameSpec> {
  /** Whether a player is idle now. Synchronous. */
  isIdle(player: Player<S>): boolean;
  /** Asks an idle player whether they are there. Without it nobody is asked. */
  readonly ask?: AskPlayer<S>;
  /** How long the answer may take, in ms of match time; 20,000 unless given. */
  readonly timeoutMs?: number;
  /** An idle player is there after all. With a `PlayerActivity` this is where it learns so, or they are asked again. */
  stay?(player: Player<S>): void;
  /** What happens to a player who is idle and does not answer. Unless given they are kicked. */
  dismiss?(player: Player<S>): void;
}

/** How often players are looked at. */
const CHECK_MS = 1_000;

/**
 * Dismisses idle people, for as long as it runs: looks for them once a second, asks each, and dismisses who does not answer yes in time.
 * Who does something meanwhile, so that `isIdle` is false, need not answer. Bots are never idle. Runs as a task of its own.
 *
 * @example
 * room.spawn('dismissing idle players', () =>
 *   dismissIdle(room, {
 *     isIdle: (player) => activity.missedTurns(player) >= 3,
 *     ask: (player, limit) => player.ask('stillThere', {}, limit),
 *     stay: (player) => activity.acted(player),
 *   }),
 * );
 */
export async function dismissIdle<S extends GameSpec>(room: Room<S>, rule: IdleRule<S>): Promise<never> {
  const asked = new Set<string>();
  for (;;) {
    await room.sleep(CHECK_MS);
    for (const player of room.players) {
      if (player.bot || asked.has(player.id) || !rule.isIdle(player)) continue;
      if (rule.ask === undefined) {
        dismiss(player, rule);
        continue;
      }
      asked.add(player.id);
      const { ask } = rule;
      room.spawn(`asking ${player.id}`, async () => {
        if (await isThere(room, player, { ...rule, ask })) rule.stay?.(player);
        else if (!player.left) dismiss(player, rule);
        asked.delete(player.id);
      });
    }
  }
}

function isThere<S extends GameSpec>(
  room: Room<S>,
  player: Player<S>,
  { ask, timeoutMs = ANSWER_MS, isIdle }: IdleRule<S> & { readonly ask: AskPlayer<S> },
): Promise<boolean> {
  return room.race([
    async () => (await ask(player, { timeoutMs, otherwise: undefined })) === true,
    async () => {
      await room.until(() => !player.left && !isIdle(player));
      return true;
    },
  ]);
}

function dismiss<S extends GameSpec>(player: Player<S>, rule: IdleRule<S>): void {
  if (rule.dismiss === undefined) player.kick('Away for too long.');
  else rule.dismiss(player);
}
