/**
 * Interest management: each client's view holds the bodies near its fighter, with their bullets, and no others. Spectators share
 * the view of the fighter whom they follow.
 */
import type { StateView } from '@colyseus/schema';
import { AIM_X, AIM_Y } from './directions.ts';
import { updateFollowed } from './spectator-target.ts';
import { INTEREST, TICK_RATE } from './constants.ts';
import type { ArenaPlayer, ArenaRoom } from './spec.ts';
import type { Body, Fighter } from './state.ts';

/** Fighters already in view count as a little nearer, so that two at the edge do not alternate. */
const STICKINESS = 0.8;
/** The dead leave all views this long before they respawn, so that nobody who saw them die learns where they spawn. */
const HIDDEN_BEFORE_RESPAWN_MS = ((INTEREST.pauseTicks + 1) * 1_000) / TICK_RATE;

export class Interest {
  readonly #room: ArenaRoom;
  readonly #fighters: readonly Fighter[];
  readonly #bodies: readonly Body[];
  readonly #players: readonly (ArenaPlayer | undefined)[];
  /** The seats nearest to the viewer, by distance. */
  readonly #nearest: number[] = [];
  readonly #distances: number[] = [];
  readonly #chosen: Uint8Array;
  /** Shared by all spectators. */
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

  /** The seat whose view spectators share; −1 for none. */
  get followed(): number {
    return this.#room.state.followed;
  }

  /** Updates some of the views; each one once in `pauseTicks` ticks. */
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

  /** Removes a fighter who just moved across the map, and those now out of its range, from each other's views at once. */
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

  /** Gives spectators the view of the fighter whom they follow. */
  #updateSpectators(): void {
    const { followed } = this;
    const fighter = this.#fighters[followed];
    if (fighter !== undefined && !this.#spectatorView.has(fighter)) this.#spectatorView.add(fighter);
    this.#updateView(followed, this.#spectatorView);
  }

  /** Whether a line of this length and direction passes within a fighter's range. */
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
      const [isSeen, isChosen] = [view.has(fighter), this.#chosen[other] === 1];
      if (isChosen && !isSeen) view.add(fighter);
      else if (isSeen && !isChosen) view.remove(fighter);
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
      const isSeen = view.has(fighter);
      if (isSeen || square < INTEREST.near * INTEREST.near) this.#insert(other, isSeen ? square * STICKINESS : square);
    }
  }

  #isVisible({ player, alive, backAt }: Fighter): boolean {
    return player !== '' && (alive || this.#room.now < backAt - HIDDEN_BEFORE_RESPAWN_MS);
  }

  /** Inserts into the sorted list of the nearest, which is capped. */
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
