/**
 * Steps a batch of rooms and releases them. Suspected rooms are stepped alone, so that the activity record names exactly one. An error in a room,
 * or a step that never ends, costs that room alone.
 */
import { stepMatches, type Steps } from '../../shared/runtime/host.ts';
import type { ActivityRecord } from '../liveness/activity-record.ts';
import type { LiveRoom } from './live-room.ts';
import { botsOf, runnerOf } from './running-code.ts';

/** A step ends before any timer fires. One that takes longer than this never ends. */
export const STUCK_MS = 3_000;

export interface RoomStepperParts {
  /** Time in ms that never goes back. */
  readonly now: () => number;
  readonly activity: ActivityRecord | undefined;
  /** The room's step or release failed. */
  readonly fail: (room: LiveRoom, what: string, cause?: unknown) => void;
}

/** A step that has not ended. */
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

  /** From here on the room is stepped alone. */
  isolate(room: LiveRoom): void {
    this.#alone.add(room);
  }

  /** From here on the room is stepped with the others, or not at all. */
  release(room: LiveRoom): void {
    this.#alone.delete(room);
  }

  /** Resolves when all rooms have made their tick, or have failed. */
  async step(rooms: readonly LiveRoom[]): Promise<void> {
    const isAlone = (room: LiveRoom): boolean => this.#alone.has(room);
    const together = this.#alone.size === 0 ? rooms : rooms.filter((room) => !isAlone(room));
    if (together.length > 0) await this.#stepTogether(together);
    if (together.length === rooms.length) return;
    for (const room of rooms) if (isAlone(room)) await this.#stepAlone(room);
  }

  /** Rooms whose step has not ended, and since when; undefined: there are none. */
  stuck(nowMs: number, afterMs: number): { readonly rooms: readonly LiveRoom[]; readonly ms: number } | undefined {
    const underWay = this.#underWay;
    if (underWay === undefined || nowMs - underWay.sinceMs < afterMs) return undefined;
    return { rooms: [...underWay.rooms], ms: nowMs - underWay.sinceMs };
  }

  /**
   * Gives up a step that never ends. False: so did the one before, so the rooms of this one are not the reason, and failing them
   * would not help.
   */
  review(nowMs: number): boolean {
    if (this.stuck(nowMs, STUCK_MS) === undefined) return true;
    if (this.#gaveUp) return false;
    this.#gaveUp = true;
    this.#underWay?.giveUp();
    return true;
  }

  async #stepTogether(rooms: readonly LiveRoom[]): Promise<void> {
    const { activity } = this.#parts;
    activity?.enter({ at: 'tick', by: rooms.map(runnerOf) });
    await this.#run(rooms, (room, steps) => room.addSteps(steps));
    for (const room of rooms) this.#release(room);
    activity?.idle();
  }

  async #stepAlone(room: LiveRoom): Promise<void> {
    const { activity } = this.#parts;
    const by = [runnerOf(room)];
    activity?.enter({ at: 'tick', by, part: 'script' });
    await this.#run([room], (each, steps) => void (each.held || steps.push(each)));
    activity?.enter({ at: 'tick', by, part: botsOf(room) });
    await this.#run([room], (each, steps) => (each.held ? undefined : each.bots.addSteps(steps)));
    activity?.enter({ at: 'tick', by, part: 'script' });
    this.#release(room);
    activity?.idle();
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
            fail(room, 'tick failed', error);
            ended(room);
          },
        );
      }
    });
  }

  #release(room: LiveRoom): void {
    if (room.over) return;
    try {
      room.release();
    } catch (error) {
      this.#parts.fail(room, 'release failed', error);
    }
  }
}

async function stepOf(room: LiveRoom, add: (room: LiveRoom, steps: Steps) => void): Promise<void> {
  const steps: Steps = [];
  add(room, steps);
  if (steps.length > 0) await stepMatches(steps);
}
