/**
 * Steps a batch of rooms and lets out what they came to: those under suspicion each for itself, so that the mark names exactly one. Whatever
 * goes wrong with a room, a step that never ends included, costs that room alone.
 */
import { type BotEntry, type Entry, type Step, stepMatches } from '../../shared/runtime/host.ts';
import type { ActivityRecord } from '../liveness/activity-record.ts';
import type { LiveRoom } from './live-room.ts';
import { botsOf, runnerOf } from './running-code.ts';

export type Steps = (Step<Entry> | Step<BotEntry>)[];

/** A step is over before any timer has its turn. One that is not after so long has stopped for good. */
export const STUCK_MS = 3_000;

export interface RoomStepperParts {
  /** Time in ms that never goes back. */
  readonly now: () => number;
  readonly activity: ActivityRecord | undefined;
  /** The room's step or release went wrong. */
  readonly fail: (room: LiveRoom, what: string, cause?: unknown) => void;
}

/** A step that is under way. */
interface UnderWay {
  readonly rooms: Set<LiveRoom>;
  readonly sinceMs: number;
  readonly giveUp: () => void;
}

export class RoomStepper {
  readonly #parts: RoomStepperParts;
  readonly #alone = new Set<LiveRoom>();
  #underWay: UnderWay | undefined;
  #gaveUp = false;

  constructor(parts: RoomStepperParts) {
    this.#parts = parts;
  }

  /** From here on the room is stepped for itself. */
  isolate(room: LiveRoom): void {
    this.#alone.add(room);
  }

  /** The room is stepped with all others again, or no more. */
  release(room: LiveRoom): void {
    this.#alone.delete(room);
  }

  /** Resolves when all rooms have made their tick, or have failed. */
  async step(rooms: readonly LiveRoom[]): Promise<void> {
    const isAlone = (room: LiveRoom): boolean => this.#alone.has(room);
    const together = this.#alone.size === 0 ? rooms : rooms.filter((room) => !isAlone(room));
    if (together.length > 0) await this.#together(together);
    if (together.length === rooms.length) return;
    for (const room of rooms) if (isAlone(room)) await this.#forItself(room);
  }

  /** Those whose step has not ended, and since when; undefined where all is well. */
  stuck(nowMs: number, afterMs: number): { readonly rooms: readonly LiveRoom[]; readonly ms: number } | undefined {
    const underWay = this.#underWay;
    if (underWay === undefined || nowMs - underWay.sinceMs < afterMs) return undefined;
    return { rooms: [...underWay.rooms], ms: nowMs - underWay.sinceMs };
  }

  /**
   * Gives a step up that has stopped for good. False: the one before had stopped as well, so it is not the rooms of this one that are to
   * blame, and giving them up would not help.
   */
  review(nowMs: number): boolean {
    if (this.stuck(nowMs, STUCK_MS) === undefined) return true;
    if (this.#gaveUp) return false;
    this.#gaveUp = true;
    this.#underWay?.giveUp();
    return true;
  }

  async #together(rooms: readonly LiveRoom[]): Promise<void> {
    const { activity: mark } = this.#parts;
    mark?.enter({ at: 'tick', by: rooms.map(runnerOf) });
    await this.#run(rooms, (room, steps) => room.addSteps(steps));
    for (const room of rooms) this.#letOut(room);
    mark?.idle();
  }

  async #forItself(room: LiveRoom): Promise<void> {
    const { activity: mark } = this.#parts;
    const by = [runnerOf(room)];
    mark?.enter({ at: 'tick', by, part: 'script' });
    await this.#run([room], (each, steps) => void (each.held || steps.push(each)));
    mark?.enter({ at: 'tick', by, part: botsOf(room) });
    await this.#run([room], (each, steps) => (each.held ? undefined : each.bots.addSteps(steps)));
    mark?.enter({ at: 'tick', by, part: 'script' });
    this.#letOut(room);
    mark?.idle();
  }

  /** Never rejects. */
  #run(rooms: readonly LiveRoom[], add: (room: LiveRoom, steps: Steps) => void): Promise<void> {
    const { now, fail } = this.#parts;
    return new Promise((resolve) => {
      const left = new Set(rooms);
      const end = (): void => {
        this.#underWay = undefined;
        resolve();
      };
      const giveUp = (): void => {
        for (const room of left) fail(room, `its tick ${room.match.tick} does not end`);
        end();
      };
      this.#underWay = { rooms: left, sinceMs: now(), giveUp };
      const ended = (room: LiveRoom): void => {
        if (!left.delete(room) || left.size > 0) return;
        this.#gaveUp = false;
        end();
      };
      for (const room of rooms) {
        stepOf(room, add).then(
          () => ended(room),
          (error: unknown) => {
            fail(room, 'the tick failed', error);
            ended(room);
          },
        );
      }
    });
  }

  #letOut(room: LiveRoom): void {
    if (room.over) return;
    try {
      room.release();
    } catch (error) {
      this.#parts.fail(room, 'the release failed', error);
    }
  }
}

async function stepOf(room: LiveRoom, add: (room: LiveRoom, steps: Steps) => void): Promise<void> {
  const steps: Steps = [];
  add(room, steps);
  if (steps.length > 0) await stepMatches(steps);
}
