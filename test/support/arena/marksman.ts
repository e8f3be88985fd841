/** A player without a screen: what a page would draw at 60 pictures a second is read, aimed at, and shot at. */
import { ColyseusSDK, type Room } from '@colyseus/sdk';
import { RoomSession } from '../../../client/connection/network/room-session.ts';
import { NetworkRealTime } from '../../../client/connection/network/network-real-time.ts';
import type { Prediction } from '../../../client/connection/real-time.ts';
import {
  AIM_DIRECTIONS,
  aimOfWalk,
  aimTowards,
  arenaSpec,
  BLASTER,
  BUTTON,
  firesNext,
  GROUND,
  isClear,
  mapNamed,
  STEP_FIELDS,
  stepFighter,
  TICK_RATE,
  UNITS_PER_PIXEL,
  WALK_DIRECTIONS,
  walkOfAim,
  type Arena,
  type Body,
  type Fighter,
  type Fired,
} from '../../../shared/games/arena/index.ts';
import { Random } from '../../../shared/runtime/index.ts';
import { ShotLog, type DrawnFighter } from './shot-log.ts';

const PICTURE_MS = 1_000 / 60;
const JUMP = 1_200;
/** A prediction that the server did not agree with. */
export interface Correction {
  readonly pixels: number;
  /** Its player lives, and has neither died nor come back just before. */
  readonly inPlay: boolean;
}

export interface FrameInput {
  readonly move: number;
  readonly aim: number;
  readonly buttons: number;
}

/** Decides what a frame tells. */
export type MarksmanScript = (marksman: Marksman) => FrameInput;

export class Marksman {
  readonly line: RoomSession;
  readonly realTime: NetworkRealTime;
  readonly book = new ShotLog();
  readonly corrections: Correction[] = [];
  /** Rays and hits of ours that we have not seen go off. */
  strange = 0;
  pictures = 0;
  frames = 0;
  /** How many ticks took each number of our frames. */
  readonly taken: number[] = [];
  #steps = 0;
  readonly room: Room;
  readonly #pilot: MarksmanScript;
  readonly #followed = new Map<number, { readonly body: Body; readonly stop: () => void }>();
  #lead: { readonly body: Body; readonly lead: Prediction<Body> } | undefined;
  #fired: Fired = 'none';
  #corrected = 0;
  #turnedMs = -Infinity;
  #life = '';
  readonly #alive = new Map<number, boolean>();
  #flying: ReadonlySet<number> = new Set();
  #ended: readonly number[] = [];
  #lastRay: { told?: number } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueMs = performance.now();

  private constructor(room: Room, line: RoomSession, realTime: NetworkRealTime, pilot: MarksmanScript) {
    this.room = room;
    this.line = line;
    this.realTime = realTime;
    this.#pilot = pilot;
  }

  /** Takes a seat, and plays on until `leave()`. */
  static async join(url: string, how: { create: object } | { code: string }, pilot: MarksmanScript): Promise<Marksman> {
    const sdk = new ColyseusSDK(url);
    const room = 'create' in how ? await sdk.create('arena', how.create) : await sdk.joinById(how.code, {});
    const sat: { self?: Marksman } = {};
    const line = new RoomSession(room, {
      welcomed: (welcome, returned) => {
        sat.self?.realTime.setLostMs(welcome.slipMs);
        if (returned) sat.self?.realTime.restartClock();
      },
      resumed: () => sat.self?.realTime.restartClock(),
      lostTime: ({ slipMs }) => sat.self?.realTime.setLostMs(slipMs),
      patched: () => {
        if (sat.self) sat.self.#patched();
      },
      notice: (type, data) => {
        if (sat.self) sat.self.#told(type, data);
      },
    });
    await line.ready();
    const { tickRate, slipMs } = line.welcome;
    const self = new Marksman(room, line, new NetworkRealTime(room, tickRate, slipMs), pilot);
    sat.self = self;
    self.#patched();
    self.#next();
    return self;
  }

  get state(): Arena {
    return this.line.state as Arena;
  }

  get seat(): number {
    return this.line.welcome.seat ?? -1;
  }

  get body(): Body | undefined {
    return this.fighterOf(this.seat)?.body;
  }

  /** Where the player's own steps have led. */
  get own(): Readonly<Body> | undefined {
    return this.#lead?.lead.state;
  }

  fighterOf(seat: number): Fighter | undefined {
    return this.state.fighters[seat];
  }

  /** Everybody who can be hit, where they are drawn now. */
  drawn(): DrawnFighter[] {
    const drawn: DrawnFighter[] = [];
    for (const [seat, { body }] of this.#followed) {
      if (body.health === 0 || body.safe) continue;
      drawn.push({ seat, x: this.realTime.value(body, 'x'), y: this.realTime.value(body, 'y') });
    }
    return drawn;
  }

  async leave(): Promise<void> {
    clearTimeout(this.#timer);
    this.realTime.dispose();
    await this.line.leave();
  }

  #next(): void {
    this.#dueMs = Math.max(this.#dueMs + PICTURE_MS, performance.now() - PICTURE_MS);
    this.#timer = setTimeout(
      () => {
        this.#picture(performance.now());
        this.#next();
      },
      Math.max(0, this.#dueMs - performance.now()),
    );
  }

  #picture(nowMs: number): void {
    this.pictures++;
    this.#look();
    const due = this.realTime.update(nowMs);
    this.#noteCorrection(nowMs);
    for (let frame = 0; frame < due; frame++) this.#send(nowMs);
    const { phase } = this.state;
    this.book.picture(phase === 'fight' || phase === 'sudden' ? this.drawn() : [], nowMs);
  }

  #send(nowMs: number): void {
    if (this.#lead === undefined || this.line.status !== 'live') return;
    const controls = this.#pilot(this);
    const { lead } = this.#lead;
    lead.send({ ...controls });
    const fired = this.#fired;
    this.frames++;
    const { phase, map } = this.state;
    if (phase !== 'fight' && phase !== 'sudden') return;
    const { state } = lead;
    if (fired === 'railgun') this.book.ray(state.steps, state, controls.aim, map, this.drawn(), nowMs);
    if (fired === 'blaster') this.book.bullet(state.shots, state, controls.aim, map, nowMs);
  }

  /** Who is in sight, and which body is ours. */
  #look(): void {
    const { fighters } = this.state;
    for (const [seat, fighter] of fighters.entries()) {
      const body = seat === this.seat || fighter.player === '' ? undefined : fighter.body;
      const known = this.#followed.get(seat);
      if (known?.body === body) continue;
      known?.stop();
      this.#followed.delete(seat);
      if (body !== undefined)
        this.#followed.set(seat, { body, stop: this.realTime.interpolate(body, ['x', 'y'], { snap: JUMP }) });
    }
    const { body } = this;
    if (body === this.#lead?.body) return;
    this.#lead?.lead.dispose();
    const lead =
      body &&
      this.realTime.predict(
        body,
        STEP_FIELDS,
        (state, { move = 0, aim = 0, buttons = 0 }) => {
          this.#fired = stepFighter(state, { move, aim, buttons }, mapNamed(this.state.map));
        },
        {
          snap: JUMP,
          isLagCompensated: ({ buttons = 0 }) =>
            this.#lead !== undefined && firesNext(this.#lead.lead.state, buttons) !== 'none',
        },
      );
    this.#lead = body && lead && { body, lead };
  }

  #noteCorrection(nowMs: number): void {
    const { correction, corrections } = this.realTime.stats;
    if (corrections === this.#corrected) return;
    this.#corrected = corrections;
    const inPlay = nowMs - this.#turnedMs > 1_000 && (this.body?.health ?? 0) > 0;
    this.corrections.push({ pixels: correction / UNITS_PER_PIXEL, inPlay });
  }

  #patched(): void {
    const fighter = this.fighterOf(this.seat);
    const life = `${fighter?.backAt} ${fighter?.alive} ${this.state.map}`;
    if (life !== this.#life) this.#turnedMs = performance.now();
    this.#life = life;
    const serverMs = this.room.clock.lastServerTime();
    for (const [seat, { alive }] of this.state.fighters.entries()) {
      if (this.#alive.get(seat) !== alive) this.book.lives(seat, alive, serverMs);
      this.#alive.set(seat, alive);
    }
    const steps = this.body?.steps ?? 0;
    const taken = Math.min(steps - this.#steps, 3);
    this.taken[taken] = (this.taken[taken] ?? 0) + 1;
    this.#steps = steps;
    const flying = new Set<number>();
    for (const { shot } of this.body?.bullets.values() ?? []) {
      flying.add(shot);
      this.book.bulletTold(shot, serverMs);
    }
    this.#ended = [...this.#flying].filter((shot) => !flying.has(shot));
    this.#flying = flying;
  }

  #told(type: string, data: unknown): void {
    if (type === 'ray') {
      const { seat, x, y } = arenaSpec.notices.ray.parse(data);
      if (seat !== this.seat) return;
      this.#lastRay = this.book.rayTold(x, y, this.room.clock.lastServerTime());
      if (this.#lastRay === undefined) this.strange++;
    } else if (type === 'hurt') {
      const { seat, by, weapon, x, y } = arenaSpec.notices.hurt.parse(data);
      if (by !== this.seat) return;
      if (weapon === 'blaster') {
        if (!this.book.bulletHit(this.#ended, seat, { x, y })) this.strange++;
      } else if (this.#lastRay === undefined) this.strange++;
      else this.#lastRay.told = seat;
    }
  }
}

/** Walks about, dashes now and then, goes for what lies on the pads, and shoots at whom it sees, not always well. */
export function fighterPilot(
  seed: number,
  { spread = 12, weapons = BUTTON.blaster | BUTTON.railgun } = {},
): MarksmanScript {
  const random = new Random(String(seed), 'pilot');
  const eyes = new Eyes();
  let [move, left, off] = [0, 0, 0];
  return (marksman) => {
    const { own, state } = marksman;
    if (own === undefined) return STILL;
    const map = mapNamed(state.map);
    const target = eyes.look(marksman).find(({ x, y }) => isClear(map, own, { x, y }, GROUND.cover));
    if (left-- <= 0) {
      left = random.int(4, 24);
      off = random.int(-spread, spread);
      const pad = map.pads.find((each, index) => state.pads[index]?.ready && far(each, own) < 3_000);
      const goal = pad ?? (target !== undefined && target.far > 3_000 ? target : undefined);
      if (goal !== undefined && random.float() < 0.7) move = walkTowards(own, goal);
      else move = random.float() < 0.1 ? 0 : random.int(1, WALK_DIRECTIONS);
    }
    const dash = random.float() < 0.02 ? BUTTON.dash : 0;
    if (target === undefined) return { move, aim: aimOfWalk(move), buttons: dash };
    const isRay = (weapons & BUTTON.railgun) !== 0 && own.steps + 1 >= own.railgunReady;
    const ticks = isRay ? 0 : target.far / BLASTER.speed;
    const aim = aimTowards(
      Math.round(target.x + target.byX * ticks - own.x),
      Math.round(target.y + target.byY * ticks - own.y),
    );
    return {
      move,
      aim: (aim + off + AIM_DIRECTIONS) % AIM_DIRECTIONS,
      buttons: dash | (weapons & BUTTON.blaster) | (isRay ? BUTTON.railgun : 0),
    };
  };
}

/** Comes near to a fighter, and walks to and fro there without a shot. */
export function strollerPilot(seed: number, around: string): MarksmanScript {
  const random = new Random(String(seed), 'pilot');
  let [move, left] = [0, 0];
  return ({ own, state }) => {
    const other = state.fighters.find(({ player }) => player === around)?.body;
    if (own === undefined) return STILL;
    if (left-- <= 0) {
      left = random.int(6, 30);
      const isFar = other !== undefined && far(other, own) > 2_500;
      move = isFar && random.float() < 0.8 ? walkTowards(own, other) : random.int(1, WALK_DIRECTIONS);
    }
    return { move, aim: aimOfWalk(move), buttons: random.float() < 0.01 ? BUTTON.dash : 0 };
  };
}

const STILL: FrameInput = { move: 0, aim: 0, buttons: 0 };

interface Target extends DrawnFighter {
  readonly far: number;
  /** How it moves on the screen, in units a tick. */
  readonly byX: number;
  readonly byY: number;
}

/** Sees how others move. */
class Eyes {
  #before = new Map<number, DrawnFighter>();
  #beforeMs = 0;

  /** The nearest first. */
  look(marksman: Marksman): Target[] {
    const { own } = marksman;
    const nowMs = performance.now();
    const ticks = ((nowMs - this.#beforeMs) * TICK_RATE) / 1_000;
    const drawn = marksman.drawn();
    const targets = drawn.map((each): Target => {
      const was = this.#before.get(each.seat);
      const [byX, byY] = was === undefined || ticks > 3 ? [0, 0] : [(each.x - was.x) / ticks, (each.y - was.y) / ticks];
      return { ...each, far: own === undefined ? 0 : far(each, own), byX, byY };
    });
    this.#before = new Map(drawn.map((each) => [each.seat, each]));
    this.#beforeMs = nowMs;
    return targets.sort((one, other) => one.far - other.far);
  }
}

function far(
  one: { readonly x: number; readonly y: number },
  other: { readonly x: number; readonly y: number },
): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

function walkTowards(
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
): number {
  return walkOfAim(aimTowards(Math.round(to.x - from.x), Math.round(to.y - from.y)));
}
