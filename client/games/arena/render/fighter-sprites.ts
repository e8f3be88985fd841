/** All fighters in the picture, by seat: where they are drawn, how they look, and what happens to them between two pictures. */
import { Container } from 'pixi.js';
import type { Arena, Body, Fighter } from '../../../../shared/games/arena/state.ts';
import type { RealTime } from '../../../connection/real-time.ts';
import { colourOf } from '../colours.ts';
import { angleOf, turnBetween } from '../controls/directions.ts';
import type { Atlas } from './atlas.ts';
import type { Camera, ScreenPoint } from './camera.ts';
import type { VisualEffects } from './visual-effects.ts';
import { FighterSprite, type FighterLook } from './fighter-sprite.ts';
import { NameTag } from './name-tag.ts';
import { SNAP_DISTANCE, pixels } from './units.ts';

/** Patches bring the aim in steps; it turns after them in about so many ms. */
const TURN_MS = 55;
const SHIELD = 60;
const HEALTH = 100;

/** One's own fighter, if there is one: it is drawn where the player has led it. */
export interface OwnFighter {
  readonly seat: number;
  /** In radians; undefined while nobody leads it, as in a replay. */
  readonly aim: number | undefined;
}

export interface FighterSpriteEvents {
  onDeath(seat: number, x: number, y: number): void;
  onArrival(seat: number, x: number, y: number): void;
  onDash(seat: number, x: number, y: number): void;
}

interface FighterEntry {
  readonly sprite: FighterSprite;
  readonly tag: NameTag;
  body: Body | undefined;
  unfollow: (() => void) | undefined;
  alive: boolean;
  dashing: boolean;
}

export class FighterSprites {
  readonly view = new Container();
  readonly tags = new Container();
  readonly #entries: (FighterEntry | undefined)[] = [];
  readonly #atlas: Atlas;
  readonly #realTime: RealTime;
  readonly #events: FighterSpriteEvents;
  readonly #spot: ScreenPoint = { x: 0, y: 0 };
  readonly #look: FighterLook = { colour: 0, mine: false, team: -1, shield: 0, safe: false, away: false };

  constructor(atlas: Atlas, realTime: RealTime, events: FighterSpriteEvents) {
    this.#atlas = atlas;
    this.#realTime = realTime;
    this.#events = events;
  }

  at(seat: number): FighterSprite | undefined {
    return this.#entries[seat]?.sprite;
  }

  /** The seat of somebody other than `except` who is drawn within `reach` of a place; −1 for nobody. Units. */
  touching(x: number, y: number, except: number, reach: number): number {
    for (let seat = 0; seat < this.#entries.length; seat += 1) {
      const entry = this.#entries[seat];
      if (seat === except || !entry?.sprite.shown) continue;
      if (Math.hypot(entry.sprite.x - pixels(x), entry.sprite.y - pixels(y)) < pixels(reach)) return seat;
    }
    return -1;
  }

  draw(state: Arena, own: OwnFighter | undefined, effects: VisualEffects, passedMs: number): void {
    const teams = state.mode === 'teams';
    let seat = 0;
    for (const fighter of state.fighters) {
      const entry = (this.#entries[seat] ??= this.#make());
      const mine = own?.seat === seat;
      const before = entry.body;
      const body = this.#bodyOf(fighter, entry, mine);
      this.#detectEvents(seat, entry, fighter, body, before);
      if (body && entry.sprite.shown) {
        this.#place(entry, body, mine ? own : undefined, before !== body, passedMs);
        const look = this.#look;
        look.colour = colourOf(state.mode, seat, fighter.team, mine);
        look.mine = mine;
        look.team = teams ? fighter.team : -1;
        look.shield = body.shield;
        look.safe = body.safe;
        look.away = !fighter.connected;
        entry.sprite.draw(look, passedMs);
        if (body.boosted) effects.trail(entry.sprite.x, entry.sprite.y, 0xb8ff5c);
        if (body.dashing) {
          const way = Math.atan2(entry.sprite.movedY, entry.sprite.movedX);
          effects.dash(entry.sprite.x, entry.sprite.y, way, look.colour);
        }
      }
      seat += 1;
    }
    for (; seat < this.#entries.length; seat += 1) this.#entries[seat]?.sprite.show(false);
  }

  /** To be called when the camera stands. */
  drawTags(state: Arena, own: number | undefined, camera: Camera): void {
    for (let seat = 0; seat < this.#entries.length; seat += 1) {
      const entry = this.#entries[seat];
      const fighter = state.fighters[seat];
      if (!entry) continue;
      const { sprite, tag, body } = entry;
      const seen = sprite.shown && fighter !== undefined && body !== undefined && camera.sees(sprite.x, sprite.y, 60);
      tag.show(seen);
      if (!seen) continue;
      camera.toScreen(sprite.x, sprite.y - 30, this.#spot);
      const name = seat === own ? '' : fighter.name;
      const { x, y } = this.#spot;
      tag.draw(x, y - 8, name, sprite.colour, body.health / HEALTH, body.shield / SHIELD, fighter.connected ? 1 : 0.5);
    }
  }

  destroy(): void {
    for (const entry of this.#entries) {
      entry?.unfollow?.();
      entry?.sprite.destroy();
      entry?.tag.destroy();
    }
    this.view.destroy();
    this.tags.destroy();
  }

  #make(): FighterEntry {
    const sprite = new FighterSprite(this.#atlas);
    const tag = new NameTag(this.#atlas);
    this.view.addChild(sprite.view);
    this.tags.addChild(tag.view);
    return { sprite, tag, body: undefined, unfollow: undefined, alive: false, dashing: false };
  }

  /** The body that is there now; it comes and goes with the sight. One's own is led, not followed. */
  #bodyOf(fighter: Fighter, entry: FighterEntry, mine: boolean): Body | undefined {
    const body: Body | undefined = fighter.player === '' ? undefined : fighter.body;
    if (body !== entry.body || mine === (entry.unfollow !== undefined)) {
      entry.unfollow?.();
      entry.unfollow =
        body && !mine ? this.#realTime.interpolate(body, ['x', 'y'], { snap: SNAP_DISTANCE }) : undefined;
      entry.body = body;
    }
    return body;
  }

  #detectEvents(
    seat: number,
    entry: FighterEntry,
    fighter: Fighter,
    body: Body | undefined,
    before: Body | undefined,
  ): void {
    const { sprite } = entry;
    const alive = body !== undefined && fighter.alive && body.health > 0;
    const wasShown = sprite.shown;
    sprite.show(alive);
    if (entry.alive && !alive && body === before && wasShown) this.#events.onDeath(seat, sprite.x, sprite.y);
    if (alive && !entry.alive && body.safe) {
      sprite.arrive();
      this.#events.onArrival(seat, pixels(body.x), pixels(body.y));
    }
    entry.alive = alive;
    const dashing = alive && body.dashing;
    if (dashing && !entry.dashing) this.#events.onDash(seat, sprite.x, sprite.y);
    entry.dashing = dashing;
  }

  #place({ sprite }: FighterEntry, body: Body, own: OwnFighter | undefined, isNew: boolean, passedMs: number): void {
    const x = pixels(this.#realTime.value(body, 'x'));
    const y = pixels(this.#realTime.value(body, 'y'));
    const target = own?.aim ?? angleOf(body.aim, 256);
    const ease = own?.aim !== undefined || isNew ? 1 : 1 - Math.exp(-passedMs / TURN_MS);
    const jumped = isNew || Math.hypot(x - sprite.x, y - sprite.y) > pixels(SNAP_DISTANCE);
    sprite.place(x, y, sprite.aim + turnBetween(sprite.aim, target) * ease, jumped);
  }
}
