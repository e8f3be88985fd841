/** Deadlines in the state: set and cleared by the script, shown by clients, and awaited. */
import { schema, t, type SchemaType } from '@colyseus/schema';
import { checkLimit } from '../errors/argument-checks.ts';
import type { ScriptContext } from '../verbs/script-context.ts';
import { msLeft, type DeadlineFields } from './countdown.ts';

/**
 * The fields of a deadline, for a state of a game's own.
 *
 * @example
 * const Table = schema({ board: t.array('uint8'), ...deadlineFields() }, 'Table');
 */
export function deadlineFields() {
  return { now: t.float64().default(0), deadline: t.float64().default(0) };
}

/**
 * A deadline as a part of a state, for games that have several.
 *
 * @example
 * const Table = schema({ turnEnds: t.ref(Deadline), matchEnds: t.ref(Deadline) }, 'Table');
 */
export const Deadline = schema(deadlineFields(), 'Deadline');
/** See the class {@link Deadline}. */
export type Deadline = SchemaType<typeof Deadline>;

/**
 * Sets a deadline `ms` from now, or clears it: with undefined or Infinity there is none. One that is 0 ms away or less passes at once.
 *
 * @throws RangeError if `ms` is not a number
 *
 * @example
 * setDeadline(room, room.state, 20_000);
 */
export function setDeadline(room: { readonly now: number }, fields: DeadlineFields, ms: number | undefined): void {
  if (ms !== undefined) checkLimit('setDeadline(room, fields, ms)', ms);
  fields.now = room.now;
  fields.deadline = ms === undefined || ms === Infinity ? 0 : room.now + Math.max(0, ms);
}

/**
 * Calls `fn` and waits for it until the deadline passes. A deadline that is set again or cleared meanwhile counts as it is then. What
 * `fn` receives in the tick of the deadline still counts.
 *
 * @returns what `fn` returned; undefined if the deadline passed first: `fn` is cancelled then, or never called if it has passed already
 * @throws what `fn` threw
 *
 * @example
 * // After a checkpoint: the deadline is in the state.
 * const move = await untilDeadline(room, room.state, () => player.next('move', { otherwise: undefined }));
 */
export function untilDeadline<T>(
  room: ScriptContext,
  fields: Readonly<DeadlineFields>,
  fn: () => Promise<T>,
): Promise<T | undefined> {
  const isOver = (): boolean => msLeft(fields, room.now) <= 0;
  if (isOver()) return room.within(0, fn);
  return room.race([
    fn,
    async () => {
      await room.until(isOver);
      return undefined;
    },
  ]);
}

/**
 * Sets a deadline, waits for `fn` as {@link untilDeadline} does, and clears the deadline, however that ended.
 *
 * @throws RangeError if `ms` is not a number; what `fn` threw
 *
 * @example
 * const move = await withDeadline(room, room.state, 20_000, () => player.next('move', { otherwise: undefined }));
 * if (move === undefined) return pass(player);
 */
export async function withDeadline<T>(
  room: ScriptContext,
  fields: DeadlineFields,
  ms: number,
  fn: () => Promise<T>,
): Promise<T | undefined> {
  setDeadline(room, fields, ms);
  try {
    return await untilDeadline(room, fields, fn);
  } finally {
    setDeadline(room, fields, undefined);
  }
}
