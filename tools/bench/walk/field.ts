/** The game of the server benchmarks, without any server: walkers on a field, moved once a tick by what their players said last. */
import { schema, t, type SchemaType } from '@colyseus/schema';
import { z } from 'zod';

export const ROOM_SIZE = 10;
export const TICK_RATE = 20;
const FIELD_SIZE = 1_000;

const Walker = schema({ x: t.float32().default(0), y: t.float32().default(0) }, 'Walker');
type Walker = SchemaType<typeof Walker>;

export const WalkState = schema({ walkers: t.map(Walker) }, 'Field');
export type WalkState = SchemaType<typeof WalkState>;

const pace = z.int().min(-8).max(8);

/** What a player says: both servers check it with this. */
export const WalkStep = z.object({ dx: pace, dy: pace });
export type WalkStep = z.infer<typeof WalkStep>;

export class Walk {
  readonly #field: WalkState;
  readonly #steps = new Map<string, WalkStep>();

  constructor(field: WalkState) {
    this.#field = field;
  }

  enter(id: string): void {
    this.#field.walkers.set(id, new Walker());
  }

  /** Where the walker goes in the next tick. */
  steer(id: string, step: WalkStep): void {
    this.#steps.set(id, step);
  }

  leave(id: string): void {
    this.#field.walkers.delete(id);
    this.#steps.delete(id);
  }

  tick(): void {
    for (const [id, { dx, dy }] of this.#steps) {
      const walker = this.#field.walkers.get(id);
      if (walker === undefined) continue;
      walker.x = (walker.x + dx + FIELD_SIZE) % FIELD_SIZE;
      walker.y = (walker.y + dy + FIELD_SIZE) % FIELD_SIZE;
    }
    this.#steps.clear();
  }
}
