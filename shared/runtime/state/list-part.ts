/** Writes the difference between a client's list and the current one. */
import { $refId, OPERATION, type Encoder } from '@colyseus/schema';
import { isRef } from './fields.ts';

import type { WireWriter } from './wire-writer.ts';

/** A plain value, or the id of an instance. */
export function idOf(value: unknown): unknown {
  return isRef(value) ? value[$refId] : value;
}

/** Writes the whole list, for a client that has nothing of it. */
export function writeList(writer: WireWriter, encoder: Encoder, type: unknown, next: readonly unknown[]): void {
  for (const [at, value] of next.entries()) writer.element(encoder, OPERATION.ADD, at, undefined, type, value);
}

/** Writes the changes. If instances were inserted between others, the whole list is written. */
export function writeListChange(
  writer: WireWriter,
  encoder: Encoder,
  type: unknown,
  before: readonly unknown[],
  next: readonly unknown[],
): void {
  if (typeof type === 'string') return writeValues(writer, encoder, type, before, next);
  const ids = new Set(next.map(idOf));
  const kept = before.filter((id) => ids.has(id));
  if (ids.size < next.length || kept.some((id, at) => id !== idOf(next[at]))) {
    writer.clear();
    return writeList(writer, encoder, type, next);
  }
  for (const id of before) {
    if (!ids.has(id)) writer.element(encoder, OPERATION.DELETE_BY_REFID, Number(id), undefined, type, undefined);
  }
  for (const value of next.slice(kept.length)) {
    writer.element(encoder, OPERATION.ADD_BY_REFID, Number(idOf(value)), undefined, type, value);
  }
}

function writeValues(
  writer: WireWriter,
  encoder: Encoder,
  type: string,
  before: readonly unknown[],
  next: readonly unknown[],
): void {
  for (const [at, value] of next.entries()) {
    if (at < before.length && Object.is(before[at], value)) continue;
    const operation = at < before.length ? OPERATION.REPLACE : OPERATION.ADD;
    writer.element(encoder, operation, at, undefined, type, value);
  }
  for (let at = next.length; at < before.length; at++) {
    writer.element(encoder, OPERATION.DELETE, at, undefined, type, undefined);
  }
}
