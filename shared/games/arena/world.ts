/** What happens in every tick: steps, shots, hits, and who sees whom. It is all in the state but the recent past. */
import { Idling } from './away.ts';
import { vacate } from './fighters.ts';
import { Gunfire, type Shot } from './gunfire.ts';
import type { ArenaMap } from './map.ts';
import { mapNamed } from './maps.ts';
import { takePads } from './pads.ts';
import { Past } from './past.ts';
import { Sight } from './sight.ts';
import type { ArenaPlayer, ArenaRoom, ControlFrame, Stage } from './spec.ts';
import type { Body, Fighter, Pad } from './state.ts';
import { stepFighter } from './step.ts';
import { Tidings } from './tidings.ts';

export class World {
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
  readonly tidings: Tidings;
  readonly idling: Idling;
  readonly #past: Past;
  readonly #sight: Sight;
  readonly #gunfire: Gunfire;
  /** The shots of this tick, the first `#shotCount` of them; the others are old. */
  readonly #shots: Shot[] = [];
  #shotCount = 0;

  /** @param from what a checkpoint has of it */
  constructor(room: ArenaRoom, from?: World['kept']) {
    this.room = room;
    this.map = mapNamed(room.state.map);
    this.fighters = [...room.state.fighters];
    this.bodies = this.fighters.map(({ body }) => body);
    this.pads = [...room.state.pads];
    this.players = this.fighters.map(() => undefined);
    this.#past = new Past(this.bodies, from?.past);
    this.idling = new Idling(this.fighters.length, from?.idle);
    this.#sight = new Sight(room, this.fighters, this.bodies, this.players);
    this.tidings = new Tidings(room, this.bodies, this.players, this.#sight);
    this.#gunfire = new Gunfire(room, this.map, this.fighters, this.#past, this.tidings);
    this.#callRoll();
  }

  /** Fighters whose players are here. */
  get count(): number {
    return this.people + this.bots;
  }

  /** What is not in the state, for a checkpoint. */
  get kept(): Pick<Stage, 'past' | 'idle'> {
    return { past: this.#past.toArray(), idle: this.idling.toArray() };
  }

  /** Runs a tick. All take their steps first, so that no seat is better than another. */
  tick(): void {
    this.#callRoll();
    this.#shotCount = 0;
    if (this.#isFight) this.idling.pass();
    for (let seat = 0; seat < this.players.length; seat += 1) this.#stepSeat(seat);
    this.#past.keep();
    for (let shot = 0; shot < this.#shotCount; shot += 1) this.#gunfire.fire(this.#shots[shot]!);
    this.#gunfire.fly();
    takePads(this);
    this.#sight.look();
  }

  /** Empties the place of a player who has left, and takes away what flies of theirs. */
  vacate(seat: number): void {
    this.#gunfire.forget(seat);
    this.idling.forget(seat);
    vacate(this.fighters[seat]!);
  }

  /** Notes who is here, and takes those out who have left for good. */
  #callRoll(): void {
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
    this.idling.heed(seat, frame);
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
