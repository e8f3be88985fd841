/** What happens in every tick: steps, shots, hits, and who sees whom. It is all in the state but the recent past. */
import { IdleTimer } from './idle-timer.ts';
import { respawn, vacate } from './fighters.ts';
import { Weapons, type Shot } from './weapons.ts';
import type { ArenaMap } from './map.ts';
import { mapNamed } from './maps.ts';
import { collectPads } from './pads.ts';
import { PositionHistory } from './position-history.ts';
import { Interest } from './interest.ts';
import type { ArenaPlayer, ArenaRoom, ControlFrame, ArenaCheckpoint } from './spec.ts';
import type { Body, Fighter, Pad } from './state.ts';
import { stepFighter } from './step.ts';
import { CombatEvents } from './combat-events.ts';

export class ArenaWorld {
  readonly room: ArenaRoom;
  readonly map: ArenaMap;
  /** Plain lists of what the state has in its own, which are slow to read. */
  readonly fighters: readonly Fighter[];
  readonly bodies: readonly Body[];
  readonly pads: readonly Pad[];
  /** Who sits, by seat. */
  readonly players: (ArenaPlayer | undefined)[];
  /** How many people and bots sit. */
  people = 0;
  bots = 0;
  readonly events: CombatEvents;
  readonly idleTimer: IdleTimer;
  readonly #history: PositionHistory;
  readonly #interest: Interest;
  readonly #weapons: Weapons;
  /** The shots of this tick, the first `#shotCount` of them; the others are old. */
  readonly #shots: Shot[] = [];
  #shotCount = 0;

  /** @param from what a checkpoint has of it */
  constructor(room: ArenaRoom, from?: ArenaWorld['checkpoint']) {
    this.room = room;
    this.map = mapNamed(room.state.map);
    this.fighters = [...room.state.fighters];
    this.bodies = this.fighters.map(({ body }) => body);
    this.pads = [...room.state.pads];
    this.players = this.fighters.map(() => undefined);
    this.#history = new PositionHistory(this.bodies, from?.past);
    this.idleTimer = new IdleTimer(this.fighters.length, from?.idle);
    this.#interest = new Interest(room, this.fighters, this.bodies, this.players);
    this.events = new CombatEvents(room, this.bodies, this.players, this.#interest);
    this.#weapons = new Weapons(room, this.map, this.fighters, this.#history, this.events);
    this.#updateRoster();
  }

  /** Fighters whose players are here. */
  get count(): number {
    return this.people + this.bots;
  }

  /** What is not in the state, for a checkpoint. */
  get checkpoint(): Pick<ArenaCheckpoint, 'past' | 'idle'> {
    return { past: this.#history.toArray(), idle: this.idleTimer.toArray() };
  }

  /** Runs a tick. All take their steps first, so that no seat is better than another. */
  tick(): void {
    this.#updateRoster();
    this.#shotCount = 0;
    if (this.#isFight) this.idleTimer.tick();
    for (let seat = 0; seat < this.players.length; seat += 1) this.#stepSeat(seat);
    this.#history.record();
    for (let shot = 0; shot < this.#shotCount; shot += 1) this.#weapons.fire(this.#shots[shot]!);
    this.#weapons.moveBullets();
    collectPads(this);
    this.#interest.update();
  }

  /** Brings a fighter to life at a spawn point. */
  respawn(seat: number): void {
    respawn(this.room, this.map, this.fighters[seat]!);
    this.#interest.onTeleport(seat);
  }

  /** All fighters are at spawn points of a new map. */
  onMapChange(): void {
    for (let seat = 0; seat < this.fighters.length; seat += 1) this.#interest.onTeleport(seat);
  }

  /** Empties the place of a player who has left, and takes away what flies of theirs. */
  vacate(seat: number): void {
    this.#weapons.removeBullets(seat);
    this.idleTimer.reset(seat);
    vacate(this.fighters[seat]!);
  }

  /** Notes who is here, and takes those out who have left for good. */
  #updateRoster(): void {
    this.players.fill(undefined);
    this.people = 0;
    this.bots = 0;
    for (const player of this.room.players) {
      this.players[player.seat] = player;
      if (player.bot) this.bots += 1;
      else this.people += 1;
    }
    for (let seat = 0; seat < this.fighters.length; seat += 1) {
      const [fighter, player] = [this.fighters[seat]!, this.players[seat]];
      if (fighter.player === '') continue;
      if (fighter.player === player?.id) {
        if (fighter.connected !== player.connected) fighter.connected = player.connected;
      } else {
        this.vacate(seat);
      }
    }
  }

  #stepSeat(seat: number): void {
    const player = this.players[seat];
    if (player === undefined || this.fighters[seat]!.player !== player.id) return;
    for (const frame of player.inputs) this.#stepFrame(seat, frame);
  }

  get #isFight(): boolean {
    const { phase } = this.room.state;
    return phase === 'fight' || phase === 'sudden';
  }

  #stepFrame(seat: number, frame: ControlFrame): void {
    const body = this.bodies[seat]!;
    this.idleTimer.onInput(seat, frame);
    const weapon = stepFighter(body, frame, this.map);
    if (weapon === 'none') return;
    // Whoever attacks needs no protection.
    body.safe = false;
    const shot = (this.#shots[this.#shotCount++] ??= newShot());
    shot.seat = seat;
    shot.weapon = weapon;
    shot.number = body.shots;
    shot.x = body.x;
    shot.y = body.y;
    shot.aim = frame.aim;
    shot.seenMsAgo = frame.seenMsAgo;
  }
}

function newShot(): Shot {
  return { seat: 0, weapon: 'none', number: 0, x: 0, y: 0, aim: 0, seenMsAgo: 0 };
}
