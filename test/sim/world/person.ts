/** Somebody who wants to play: comes, comes back when the line breaks, comes again when the match is over, and leaves. */
import type { Random } from '../../../shared/runtime/index.ts';
import type { PersonPlan } from '../plan.ts';
import type { SimClock } from './sim-clock.ts';
import { SimLine } from './sim-line.ts';
import type { Invitation, Visit } from './visit.ts';

/** How long somebody waits before the next try. */
const RETRY_MS = { min: 200, max: 1_000 } as const;
/** How long somebody who has left, or was sent away, stays away. */
const PAUSE_MS = 8_000;

/** What a person needs of the world. */
export interface Surroundings {
  /** The client of somebody who is on the way in. */
  visit(person: Person, invitation: Invitation): Visit;
  /** Asks to be let into a match that people may come to: the one there is, or a new one. */
  knock(person: Person): void;
  /** Asks for the seat of before. */
  comeBack(person: Person, visit: Visit): void;
  leave(visit: Visit): void;
  /** A connection breaks, and the server has yet to notice it. */
  broke(person: Person, visit: Visit): void;
}

type Whereabouts = 'away' | 'knocking' | 'in' | 'broken' | 'home';

export class Person {
  readonly plan: PersonPlan;
  readonly line: SimLine;
  visit: Visit | undefined;
  readonly #clock: SimClock;
  readonly #luck: Random;
  readonly #world: Surroundings;
  #where: Whereabouts = 'away';
  #tries = 0;
  #visits = 0;

  constructor(plan: PersonPlan, clock: SimClock, luck: Random, world: Surroundings) {
    this.plan = plan;
    this.line = new SimLine(clock, luck, plan.line);
    this.#clock = clock;
    this.#luck = luck;
    this.#world = world;
    this.#comeAt(plan.comesMs);
  }

  get isIn(): boolean {
    return this.#where === 'in';
  }

  get isHome(): boolean {
    return this.#where === 'home';
  }

  /** The name of a seat that it has never had before. */
  newId(): string {
    return `${this.plan.name}.${++this.#visits}`;
  }

  /** The server knows of it. */
  open(invitation: Invitation): Visit {
    this.visit = this.#world.visit(this, invitation);
    return this.visit;
  }

  /** The server has let it in, or in again. */
  entered(visit: Visit, token: string): void {
    // It may have given up meanwhile.
    if (visit !== this.visit) return;
    this.#where = 'in';
    visit.welcomeBack(token);
  }

  /** The server did not let it in. */
  turnedAway(visit: Visit | undefined): void {
    if (visit !== this.visit) return;
    this.visit = undefined;
    this.#where = 'away';
    this.#comeAt(this.#clock.now() + PAUSE_MS);
  }

  /** The server has closed the connection for good: the match is over, or this person is. */
  closed(wasSentAway: boolean): void {
    this.line.cut();
    this.visit = undefined;
    if (this.#where === 'home') return;
    this.#where = 'away';
    this.#comeAt(this.#clock.now() + (wasSentAway ? PAUSE_MS : this.#retryMs()));
  }

  /** The connection breaks. False: there was none. */
  disconnect(awayMs: number): boolean {
    const { visit } = this;
    if (this.#where !== 'in' || visit === undefined) return false;
    this.#break(awayMs);
    this.#world.broke(this, visit);
    return true;
  }

  /** There is no server any more. */
  serverDied(): void {
    if (this.#where === 'in' || this.#where === 'knocking') this.#break(this.#retryMs());
  }

  /** Leaves for good, or for a while. False: it is not there. */
  leave(forever: boolean): boolean {
    const { visit } = this;
    const wasIn = this.#where === 'in' && visit !== undefined;
    const wasKnocking = this.#where === 'knocking';
    if (wasIn) this.#world.leave(visit);
    // It does not wait until it is let in.
    else if (wasKnocking && visit !== undefined) this.#world.broke(this, visit);
    if (wasIn || wasKnocking) {
      visit?.left();
      this.line.cut();
      this.visit = undefined;
      this.#where = 'away';
      this.#comeAt(this.#clock.now() + PAUSE_MS);
    }
    if (forever) this.#where = 'home';
    return wasIn;
  }

  /** Nothing keeps it away any more. */
  heal(): void {
    this.line.heal();
    if (this.#where === 'away' || this.#where === 'broken') this.#comeAt(this.#clock.now() + this.#retryMs());
  }

  #break(awayMs: number): void {
    this.line.cut();
    this.visit?.broke();
    // Who has no token yet has no seat to come back to.
    if (this.visit?.token === '') this.visit = undefined;
    this.#where = this.visit === undefined ? 'away' : 'broken';
    this.#comeAt(this.#clock.now() + awayMs);
  }

  #comeAt(timeMs: number): void {
    const tried = ++this.#tries;
    this.#clock.post(timeMs, () => {
      if (tried === this.#tries) this.#come();
    });
  }

  #come(): void {
    if (this.#where !== 'away' && this.#where !== 'broken') return;
    const { visit } = this;
    this.line.cut();
    this.#where = 'knocking';
    if (visit === undefined) this.line.up(() => this.#world.knock(this));
    else this.line.up(() => this.#world.comeBack(this, visit));
  }

  #retryMs(): number {
    return this.#luck.int(RETRY_MS.min, RETRY_MS.max);
  }
}
