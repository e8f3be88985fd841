/** What happens in every tick: steps, shots, hits and visibility. All of it is in the state but the recent past. */
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
  /** Plain copies of the state's lists, which are slow to read. */
  readonly fighters: readonly Fighter[];
  readonly bodies: readonly Body[];
  readonly pads: readonly Pad[];
  /** By seat. */
  readonly players: (ArenaPlayer | undefined)[];
  /** Players by kind. */
  people = 0;
  bots = 0;
  readonly events: CombatEvents;
  readonly idleTimer: IdleTimer;
  readonly #history: PositionHistory;
  readonly #interest: Interest;
  readonly #weapons: Weapons;
  /** The shots of this tick: the first `#shotCount`; the rest are reused. */
  readonly #shots: Shot[] = [];
  #shotCount = 0;

  /** @param from the part of a checkpoint that is not in the state */
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

  /** All fighters. */
  get count(): number {
    return this.people + this.bots;
  }

  /** What a checkpoint needs that is not in the state. */
  get checkpoint(): Pick<ArenaCheckpoint, 'past' | 'idle'> {
    return { past: this.#history.toArray(), idle: this.idleTimer.toArray() };
  }

  /** Runs a tick. All steps come before all shots, so that no seat has an advantage. */
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

  /** Spawns a fighter. */
  respawn(seat: number): void {
    respawn(this.room, this.map, this.fighters[seat]!);
    this.#interest.onTeleport(seat);
  }

  /** All fighters have moved to the spawn points of a new map. */
  onMapChange(): void {
    for (let seat = 0; seat < this.fighters.length; seat += 1) this.#interest.onTeleport(seat);
  }

  /** Clears the seat of a player who left, and removes their bullets. */
  vacate(seat: number): void {
    this.#weapons.removeBullets(seat);
    this.idleTimer.reset(seat);
    vacate(this.fighters[seat]!);
  }

  /** Updates who plays, and clears the seats of players who left for good. */
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
    // Attacking ends the invulnerability.
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
