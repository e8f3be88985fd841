/** What a match is at the end of a tick, in a few bytes: to tell a replay from the match that it replays. */
import type { Schema } from '@colyseus/schema';
import type { StateHash } from './recording.ts';
import type { RandomState } from '../random/random.ts';
import { hashFields } from '../state/field-hashes.ts';

export function stateHashOf(state: Schema, random: RandomState): StateHash {
  const { hashes } = hashFields(state);
  const fields = new Uint8Array(hashes.length + 1);
  let hash = 0;
  for (let index = 0; index < hashes.length; index++) {
    const word = hashes[index] as number;
    hash = mix(hash, word);
    fields[index] = foldToByte(word);
  }
  const position = mix(mix(0, random | 0), Math.floor(random / 2 ** 32));
  fields[hashes.length] = foldToByte(position);
  return { hash: mix(hash, position) >>> 0, fields };
}

/** The names of the bytes of `fields` in a state hash. */
export function hashedFieldNames(state: Schema): string[] {
  return [...hashFields(state).names, 'random'];
}

function mix(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word ^ (word >>> 15), 0x2c1b3c6d);
  return (Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39) ^ (mixed >>> 15)) + 0x9e3779b9;
}

/** One byte that any change of a bit is likely to change. */
function foldToByte(word: number): number {
  const half = word ^ (word >>> 16);
  return (half ^ (half >>> 8)) & 0xff;
}
