/**
 * Who sees whom: clients get the bodies that are near them, with their bullets, and nothing of the others. Spectators see what
 * the fighter sees whom they follow.
 */
import type { StateView } from '@colyseus/schema';
import { AIM_X, AIM_Y } from './directions.ts';
import { updateFollowed } from './spectator-target.ts';
import { INTEREST, TICK_RATE } from './constants.ts';
import type { ArenaPlayer, ArenaRoom } from './spec.ts';
import type { Body, Fighter } from './state.ts';

/** Who is in sight counts as a little nearer, so that two at the edge do not take turns. */
const STICKINESS = 0.8;
/** The dead are out of sight so long before they are back, or else whoever saw them fall would be told where they come in. */
const HIDDEN_BEFORE_RESPAWN_MS = ((INTEREST.pauseTicks + 1) * 1_000) / TICK_RATE;

export class Interest {
  readonly #room: ArenaRoom;
  readonly #fighters: readonly Fighter[];
  readonly #bodies: readonly Body[];
  readonly #players: readonly (ArenaPlayer | undefined)[];
  /** The nearest, by distance. */
  readonly #nearest: number[] = [];
  readonly #distances: number[] = [];
  readonly #chosen: Uint8Array;
  /** That of all spectators. */
  readonly #spectatorView: StateView;

  /** @param players by seat */
  constructor(
    room: ArenaRoom,
    fighters: readonly Fighter[],
    bodies: readonly Body[],
    players: readonly (ArenaPlayer | undefined)[],
  ) {
    this.#room = room;
    this.#fighters = fighters;
    this.#bodies = bodies;
    this.#players = players;
    this.#chosen = new Uint8Array(fighters.length);
    this.#spectatorView = room.spectatorView;
  }

  /** The seat whose sight spectators have, −1 for none. */
  get followed(): number {
    return this.#room.state.followed;
  }

  /** Looks around for some of the seats: for all of them in a few ticks. */
  update(): void {
    const { tick } = this.#room;
    for (let seat = tick % INTEREST.pauseTicks; seat < this.#players.length; seat += INTEREST.pauseTicks) {
      const player = this.#players[seat];
      if (player !== undefined) this.#updateView(seat, player.view);
    }
    const before = this.followed;
    updateFollowed(this.#room, this.#fighters);
    if (tick % INTEREST.pauseTicks === 0 || this.followed !== before) this.#updateSpectators();
  }

  /** A fighter appears somewhere else: those who are out of each other's range now lose each other at once, not at the next update. */
  onTeleport(seat: number): void {
    const { followed } = this;
    for (let other = 0; other < this.#bodies.length; other += 1) {
      if (other === seat || this.#isInRange(seat, other)) continue;
      this.#hide(other, this.#players[seat]?.view);
      this.#hide(seat, this.#players[other]?.view);
      if (seat === followed) this.#hide(other, this.#spectatorView);
      else if (other === followed) this.#hide(seat, this.#spectatorView);
    }
  }

  /** Shows spectators what the one sees whom they follow. */
  #updateSpectators(): void {
    const { followed } = this;
    const fighter = this.#fighters[followed];
    if (fighter !== undefined && !this.#spectatorView.has(fighter)) this.#spectatorView.add(fighter);
    this.#updateView(followed, this.#spectatorView);
  }

  /** Whether a way of this length and direction passes a fighter in its sight. */
  isNear(seat: number, x: number, y: number, aim: number, length: number): boolean {
    const body = this.#bodies[seat];
    if (body === undefined) return false;
    const [dx, dy] = [AIM_X[aim] ?? 0, AIM_Y[aim] ?? 0];
    const [toX, toY] = [body.x - x, body.y - y];
    const along = Math.min(Math.max(toX * dx + toY * dy, 0), length);
    const [offX, offY] = [toX - dx * along, toY - dy * along];
    return offX * offX + offY * offY < INTEREST.near * INTEREST.near;
  }

  #hide(seat: number, view: StateView | undefined): void {
    const fighter = this.#fighters[seat];
    if (fighter !== undefined && view?.has(fighter)) view.remove(fighter);
  }

  #isInRange(seat: number, other: number): boolean {
    const [body, otherBody] = [this.#bodies[seat]!, this.#bodies[other]!];
    const [dx, dy] = [otherBody.x - body.x, otherBody.y - body.y];
    return dx * dx + dy * dy < INTEREST.far * INTEREST.far;
  }

  #updateView(seat: number, view: StateView): void {
    this.#chosen.fill(0);
    this.#findNearest(seat, view);
    for (const other of this.#nearest) this.#chosen[other] = 1;
    for (let other = 0; other < this.#fighters.length; other += 1) {
      const fighter = this.#fighters[other];
      if (other === seat || fighter === undefined) continue;
      const [sees, shall] = [view.has(fighter), this.#chosen[other] === 1];
      if (shall && !sees) view.add(fighter);
      else if (sees && !shall) view.remove(fighter);
    }
  }

  #findNearest(seat: number, view: StateView): void {
    const [nearest, distances] = [this.#nearest, this.#distances];
    nearest.length = 0;
    distances.length = 0;
    const own = this.#bodies[seat];
    if (own === undefined) return;
    const { x, y } = own;
    for (let other = 0; other < this.#fighters.length; other += 1) {
      const [fighter, body] = [this.#fighters[other], this.#bodies[other]];
      if (other === seat || fighter === undefined || body === undefined || !this.#isVisible(fighter)) continue;
      const [dx, dy] = [body.x - x, body.y - y];
      const square = dx * dx + dy * dy;
      if (square >= INTEREST.far * INTEREST.far) continue;
      const sees = view.has(fighter);
      if (sees || square < INTEREST.near * INTEREST.near) this.#insert(other, sees ? square * STICKINESS : square);
    }
  }

  #isVisible({ player, alive, backAt }: Fighter): boolean {
    return player !== '' && (alive || this.#room.now < backAt - HIDDEN_BEFORE_RESPAWN_MS);
  }

  /** Keeps the list of the nearest sorted, and no longer than it may be. */
  #insert(other: number, distance: number): void {
    const [nearest, distances] = [this.#nearest, this.#distances];
    let at = nearest.length;
    if (at === INTEREST.fighters) {
      if (distance >= (distances[at - 1] ?? 0)) return;
      at -= 1;
    }
    for (; at > 0 && distance < (distances[at - 1] ?? 0); at -= 1) {
      nearest[at] = nearest[at - 1] ?? 0;
      distances[at] = distances[at - 1] ?? 0;
    }
    nearest[at] = other;
    distances[at] = distance;
  }
}
