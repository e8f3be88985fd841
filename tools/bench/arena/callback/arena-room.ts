/**
 * The arena as a Colyseus room with callbacks, for comparison. It keeps phases, timers and lists by hand, and uses the game's rules where
 * these do not depend on a room. It has no bots.
 */
import { Room, type Client, type Delayed, type Rewind } from 'colyseus';
import { StateView } from '@colyseus/schema';
import { balanceTeams, areTeammates, vacate } from '../../../../shared/games/arena/fighters.ts';
import {
  FEED_LENGTH,
  FIGHTER,
  PACE,
  PADS,
  REWIND_MS,
  TEAM_COUNT,
  TICK_RATE,
  TILE,
} from '../../../../shared/games/arena/constants.ts';
import type { ArenaMap, MapPoint } from '../../../../shared/games/arena/map.ts';
import { mapsFor } from '../../../../shared/games/arena/maps.ts';
import { clearScores, decideWinners, hasLeader, killCount } from '../../../../shared/games/arena/scores.ts';
import { ArenaOptions, arenaSpec, Controls } from '../../../../shared/games/arena/spec.ts';
import { Arena, Body, Fighter, Kill, OWN, Pad, type Phase } from '../../../../shared/games/arena/state.ts';
import { stepFighter } from '../../../../shared/games/arena/step.ts';
import { Combat } from './combat.ts';
import { CallbackSeat } from './seat.ts';
import { updateViews } from './sight.ts';

const GRACE_SECONDS = 20;
/** The second frame is taken only while more are queued: a late client may catch up, and no client stays faster than the others. */
const FRAMES_PER_TICK = 2;
/** Lag compensation of bullets also reads the tick before the one that the shooter saw. */
const KEPT_MS = REWIND_MS + 2_000 / TICK_RATE;
/** How many spawn points, the farthest from all enemies, one is drawn from. */
const FARTHEST = 3;

export class CallbackArenaRoom extends Room<{ state: Arena; input: Controls }> {
  /** The fastest variant: one timer, and a patch right after each step. */
  protected readonly patchesAfterStep: boolean = true;
  override state = new Arena();
  override inputs = this.defineInput(Controls, { sanitize: arenaSpec.input.ranges });
  readonly #rewind: Rewind = this.allowRewindState({ maxRewindMs: KEPT_MS });
  readonly #seats: CallbackSeat[] = [];
  #options = ArenaOptions.parse({});
  #maps: readonly ArenaMap[] = [];
  #combat: Combat | undefined;
  #phaseTimer: Delayed | undefined;
  #padTimers: Delayed[] = [];

  override onCreate(raw: unknown): void {
    this.#options = ArenaOptions.parse(raw);
    const { seats, mode } = this.#options;
    this.maxClients = seats;
    this.state.mode = mode;
    for (let number = 0; number < seats; number++) {
      const fighter = new Fighter().assign({ body: new Body() });
      this.state.fighters.push(fighter);
      this.#seats.push(new CallbackSeat(number, fighter));
      this.#rewind.attach(fighter.body, { fields: ['x', 'y'] });
    }
    for (let team = 0; team < TEAM_COUNT; team++) this.state.teamScores.push(0);
    this.#maps = mapsFor(seats);
    this.#combat = new Combat(this.state, this.#seats, this.#map, this.#rewind, (by, victim, weapon) =>
      this.#scoreKill(by, victim, weapon),
    );
    this.#setMap();
    this.setFixedTimestep(({ tick }) => this.#step(tick), TICK_RATE);
    if (this.patchesAfterStep) this.patchRate = null;
  }

  override onJoin(client: Client, { name = 'Guest' }: { name?: string } = {}): void {
    const seat = this.#seats.find((each) => each.client === undefined);
    if (seat === undefined) throw new Error('the room is full');
    const { fighter } = seat;
    seat.client = client;
    fighter.player = client.sessionId;
    fighter.name = name;
    fighter.team = this.state.mode === 'teams' ? this.#smallestTeam() : 0;
    client.userData = seat;
    client.view = new StateView();
    client.view.add(fighter, OWN);
    this.#revive(seat);
    this.state.now = this.#now;
    if (this.state.phase === 'waiting' && this.#count >= 2) this.#enterPhase('countdown');
  }

  override async onDrop(client: Client): Promise<void> {
    const seat = this.#seatOf(client);
    if (seat !== undefined) seat.fighter.connected = false;
    await this.allowReconnection(client, GRACE_SECONDS);
  }

  override onReconnect(client: Client): void {
    const seat = this.#seatOf(client);
    if (seat === undefined) return;
    seat.client = client;
    seat.fighter.connected = true;
  }

  override onLeave(client: Client): void {
    const seat = this.#seatOf(client);
    if (seat === undefined) return;
    seat.timer?.clear();
    seat.client = undefined;
    seat.sees.clear();
    this.#combat?.forget(seat);
    vacate(seat.fighter);
    if (this.#count < 2 && this.state.phase !== 'waiting') this.#enterPhase('waiting');
  }

  get #now(): number {
    return this.clock.elapsedTime;
  }

  get #map(): ArenaMap {
    const map = this.#maps[Math.max(0, this.state.round - 1) % this.#maps.length];
    if (map === undefined) throw new Error('there is no map for this number of seats');
    return map;
  }

  get #count(): number {
    return this.#seats.filter(({ client }) => client !== undefined).length;
  }

  #seatOf(client: Client): CallbackSeat | undefined {
    return this.#seats.find((seat) => seat.client?.sessionId === client.sessionId);
  }

  #step(tick: number): void {
    const combat = this.#combat;
    if (combat === undefined) return;
    const shots: { seat: CallbackSeat; weapon: 'blaster' | 'railgun'; aim: number; seenMsAgo: number }[] = [];
    for (const seat of this.#seats) {
      if (seat.client === undefined) continue;
      const { sessionId } = seat.client;
      let taken = 0;
      for (const frame of this.inputs.get(sessionId)) {
        const weapon = stepFighter(seat.body, frame, combat.map);
        if (weapon !== 'none') {
          seat.body.safe = false;
          shots.push({ seat, weapon, aim: frame.aim, seenMsAgo: this.#seenMsAgo(sessionId) });
        }
        if (++taken === FRAMES_PER_TICK) break;
      }
    }
    this.#rewind.record(this.#now, 1_000 / TICK_RATE);
    for (const { seat, weapon, aim, seenMsAgo } of shots) combat.fire(seat, weapon, aim, seenMsAgo, tick);
    combat.fly(tick);
    this.#takePads();
    updateViews(this.#seats, tick);
    if (this.patchesAfterStep) this.broadcastPatch();
  }

  #seenMsAgo(sessionId: string): number {
    const agoMs = this.#rewind.lastRecordedAt - this.#rewind.lastSeenBy(sessionId).time;
    return Math.min(REWIND_MS, Math.round(agoMs));
  }

  #enterPhase(phase: Phase): void {
    const { state } = this;
    this.#phaseTimer?.clear();
    this.#phaseTimer = undefined;
    state.phase = phase;
    switch (phase) {
      case 'waiting':
        this.#setDeadline(undefined);
        break;
      case 'countdown':
        state.round += 1;
        clearScores(state);
        balanceTeams(state);
        this.#setMap();
        this.#after(PACE.countdownMs, () => this.#enterPhase('fight'));
        break;
      case 'fight':
        this.#after(this.#options.roundMs, () => this.#enterPhase(hasLeader(state) ? 'podium' : 'sudden'));
        break;
      case 'sudden':
        this.#after(PACE.suddenDeathMs, () => this.#enterPhase('podium'));
        break;
      case 'podium':
        decideWinners(state);
        this.#after(PACE.podiumMs, () => this.#enterPhase('countdown'));
    }
  }

  #after(ms: number, fn: () => void): void {
    this.#setDeadline(ms);
    this.#phaseTimer = this.clock.setTimeout(fn, ms);
  }

  #setDeadline(ms: number | undefined): void {
    this.state.now = this.#now;
    this.state.deadline = ms === undefined ? 0 : this.#now + ms;
  }

  #setMap(): void {
    const map = this.#map;
    this.state.map = map.name;
    this.#combat?.clear();
    if (this.#combat !== undefined) this.#combat.map = map;
    this.#layPads(map);
    for (const { body, fighter } of this.#seats) {
      body.health = 0;
      fighter.alive = false;
    }
    for (const seat of this.#seats) if (seat.client !== undefined) this.#revive(seat);
  }

  #revive(seat: CallbackSeat): void {
    const { body, fighter } = seat;
    const { x, y } = this.#pickSpawn(seat);
    const aim = x * 2 < this.#map.width * TILE ? 0 : 128;
    body.assign({ x, y, aim, health: FIGHTER.health, shield: 0, safe: true });
    body.assign({ dashing: false, boosted: false, dashMove: 0, dashEnds: 0, dashReady: 0 });
    body.assign({ blasterReady: 0, railgunReady: 0, boostBegins: 0, boostEnds: 0 });
    fighter.alive = true;
    fighter.backAt = this.#now;
    seat.timer?.clear();
    seat.timer = this.clock.setTimeout(() => (body.safe = false), FIGHTER.graceMs);
  }

  #pickSpawn({ fighter }: CallbackSeat): MapPoint {
    const { state } = this;
    const places = (state.mode === 'teams' ? this.#map.teamSpawns[fighter.team] : undefined) ?? this.#map.spawns;
    const enemies = this.#seats.filter(
      (other) => other.fighter !== fighter && other.fighter.alive && !areTeammates(state, fighter, other.fighter),
    );
    const weighed = places.map((place) => ({
      place,
      distance: Math.min(...enemies.map(({ body }) => (place.x - body.x) ** 2 + (place.y - body.y) ** 2)),
    }));
    weighed.sort((one, other) => (one.distance === other.distance ? 0 : other.distance - one.distance));
    const chosen = weighed[Math.floor(Math.random() * Math.min(FARTHEST, weighed.length))];
    if (chosen === undefined) throw new Error('the map has no spawn point');
    return chosen.place;
  }

  #scoreKill(by: CallbackSeat, victim: CallbackSeat, weapon: 'blaster' | 'railgun'): void {
    const { feed, mode, phase, teamScores } = this.state;
    victim.fighter.alive = false;
    victim.fighter.deaths += 1;
    victim.fighter.backAt = this.#now + FIGHTER.respawnMs;
    by.fighter.score += 1;
    if (mode === 'teams') teamScores[by.fighter.team] = (teamScores[by.fighter.team] ?? 0) + 1;
    const number = killCount(this.state) + 1;
    let kill = feed.length < FEED_LENGTH ? undefined : feed[(number - 1) % FEED_LENGTH];
    if (kill === undefined) feed.push((kill = new Kill()));
    kill.assign({ killer: by.number, victim: victim.number, weapon, number });
    victim.timer?.clear();
    victim.timer = this.clock.setTimeout(() => this.#revive(victim), FIGHTER.respawnMs);
    if (phase === 'sudden' && hasLeader(this.state)) this.#enterPhase('podium');
  }

  #layPads(map: ArenaMap): void {
    for (const timer of this.#padTimers) timer.clear();
    this.#padTimers = [];
    this.state.pads.clear();
    for (const [index, { kind }] of map.pads.entries()) {
      this.state.pads.push(new Pad().assign({ kind }));
      this.#refillPad(index, PADS[kind].againMs / 2);
    }
  }

  #refillPad(index: number, ms: number): void {
    const pad = this.state.pads[index];
    if (pad === undefined) return;
    pad.ready = false;
    pad.readyAt = this.#now + ms;
    this.#padTimers[index] = this.clock.setTimeout(() => (pad.ready = true), ms);
  }

  #takePads(): void {
    for (const [index, place] of this.#map.pads.entries()) {
      const pad = this.state.pads[index];
      if (pad?.ready !== true) continue;
      const seat = this.#seats.find((each) => isAt(each.body, place) && canUse(each.body, pad));
      if (seat === undefined) continue;
      if (pad.kind === 'shield') seat.body.shield = PADS.shield.strength;
      else boost(seat.body);
      this.#refillPad(index, PADS[pad.kind].againMs);
      this.#combat?.tell('taken', { seat: seat.number, pad: index }, seat, seat.body.x, seat.body.y, 0, 0);
    }
  }

  #smallestTeam(): number {
    const here = this.#seats.filter(({ client }) => client !== undefined);
    const first = here.filter(({ fighter }) => fighter.team === 0).length;
    return here.length - first < first ? 1 : 0;
  }
}

function boost(body: Body): void {
  const begins = body.steps + PADS.boost.delaySteps;
  if (body.boostEnds < begins) body.boostBegins = begins;
  body.boostEnds = begins + PADS.boost.steps;
}

function isAt({ x, y, health }: Body, place: MapPoint): boolean {
  return health > 0 && Math.abs(x - place.x) < PADS.reach && Math.abs(y - place.y) < PADS.reach;
}

function canUse(body: Body, { kind }: Pad): boolean {
  return kind === 'boost' || body.shield < PADS.shield.strength;
}
