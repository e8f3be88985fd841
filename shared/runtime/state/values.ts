/**
 * The values that each schema type can hold. Other values throw under the rule `strict`; under `nearest` a number becomes the
 * nearest one that fits. So script, clients, snapshots, state hashes and replays have the same value.
 */
import { BadValue } from '../errors/errors.ts';

/** What a match does with values that their fields cannot hold. */
export type ValueRule = 'strict' | 'nearest';

/** The field of a value, such as `Fighter.hp`; read only for an error message. */
export interface FieldLocation {
  readonly path: string;
}

/** Returns the value that the field holds; for most values the same. */
export type Coerce = (value: unknown, place: FieldLocation) => unknown;

let rule: ValueRule | undefined = 'strict';

/**
 * The current rule: that of the matches being created or stepped. Undefined: values are kept as they are, as in old matches
 * and between ticks.
 */
export function valueRule(): ValueRule | undefined {
  return rule;
}

/** Sets the current rule. */
export function useValueRule(next: ValueRule | undefined): void {
  rule = next;
}

/** The range of a number type. */
interface NumberType {
  /** For error messages. */
  readonly holds: string;
  has(value: number): boolean;
  /** Converts an allowed number to the one that is held, if that differs. */
  settle?(value: number): number;
  nearest(value: number): number;
  advise(value: number): string;
}

const NO_NUMBER = 'check what it was made of: a field without a value is undefined, and undefined + 1 is NaN';

function integer(least: number, most: number, wider: string, holds = `from ${least} to ${most}`): NumberType {
  return {
    holds: `whole numbers ${holds}`,
    has: (value) => Number.isInteger(value) && value >= least && value <= most,
    // The wire has no -0.
    settle: (value) => value + 0,
    nearest: (value) => bounded(Math.trunc(value) + 0, least, most),
    advise(value) {
      if (value >= least && value <= most) return 'round it, as with Math.round or Math.trunc, or declare a float64';
      return `keep it in that range, as with Math.max and Math.min, or declare ${wider}`;
    },
  };
}

function real(most: number, settle?: (value: number) => number): NumberType {
  return {
    holds: most === Infinity ? 'all numbers but NaN' : `numbers from ${-most} to ${most}, and infinities`,
    has: (value) => Math.abs(value) <= most || Math.abs(value) === Infinity,
    settle,
    nearest: (value) => bounded(value, -most, most),
    advise: () => 'declare a float64',
  };
}

function bounded(value: number, least: number, most: number): number {
  return Number.isNaN(value) ? bounded(0, least, most) : Math.min(Math.max(value, least), most);
}

const NUMBERS: ReadonlyMap<unknown, NumberType> = new Map([
  ['int8', integer(-(2 ** 7), 2 ** 7 - 1, 'an int16')],
  ['uint8', integer(0, 2 ** 8 - 1, 'an int16 or a uint16')],
  ['int16', integer(-(2 ** 15), 2 ** 15 - 1, 'an int32')],
  ['uint16', integer(0, 2 ** 16 - 1, 'an int32 or a uint32')],
  ['int32', integer(-(2 ** 31), 2 ** 31 - 1, 'an int64')],
  ['uint32', integer(0, 2 ** 32 - 1, 'an int64')],
  // The numbers nearest to the ends of their ranges.
  ['int64', integer(-(2 ** 63), 2 ** 63 - 2 ** 10, 'a float64', 'from -2^63 to 2^63 - 1')],
  ['uint64', integer(0, 2 ** 64 - 2 ** 11, 'a float64', 'from 0 to 2^64 - 1')],
  ['float32', real(3.4028234663852886e38, Math.fround)],
  ['float64', real(Infinity)],
  ['number', real(Infinity)],
]);

const BIGINTS: ReadonlyMap<unknown, readonly [least: bigint, most: bigint]> = new Map([
  ['bigint64', [-(2n ** 63n), 2n ** 63n - 1n]],
  ['biguint64', [0n, 2n ** 64n - 1n]],
]);

/**
 * The coercion of a type's values; undefined for types without plain values, and for authors' own types.
 *
 * @param type from a schema: a name such as `uint8`, or a class or collection type
 *
 * @example
 * const coerce = coercionOf('uint8');
 * coerce?.(300, { path: 'Fighter.hp' }); // throws, or returns 255
 */
export function coercionOf(type: unknown): Coerce | undefined {
  const number = NUMBERS.get(type) ?? quantizedOf(type);
  if (number !== undefined) return fitNumber(typeof type === 'string' ? type : 'quantized number', number);
  const range = BIGINTS.get(type);
  if (range !== undefined) return fitBigint(String(type), ...range);
  if (type === 'boolean') return fitBoolean;
  return type === 'string' ? fitString : undefined;
}

function fitNumber(type: string, number: NumberType): Coerce {
  const { settle } = number;
  return (value, place) => {
    if (rule === undefined) return value;
    if (typeof value !== 'number') throw wrongType(place, type, 'a number', value);
    if (number.has(value)) return settle === undefined ? value : settle(value);
    if (rule === 'nearest') return number.nearest(value);
    throw beyond(place, type, number.holds, value, Number.isNaN(value) ? NO_NUMBER : number.advise(value));
  };
}

function fitBigint(type: string, least: bigint, most: bigint): Coerce {
  return (value, place) => {
    if (rule === undefined) return value;
    if (typeof value !== 'bigint') throw wrongType(place, type, 'a bigint, such as 5n', value);
    if (value >= least && value <= most) return value;
    if (rule === 'nearest') return value < least ? least : most;
    throw beyond(place, type, `bigints from ${least} to ${most}`, value, 'keep it in that range');
  };
}

/** Clients decode any value as true or false. */
const fitBoolean: Coerce = (value, place) => {
  if (typeof value === 'boolean' || rule === undefined) return value;
  if (rule === 'nearest') return Boolean(value);
  throw wrongType(place, 'boolean', 'true or false', value);
};

/** No client can decode a lone surrogate, nor what follows it. */
const fitString: Coerce = (value, place) => {
  if (rule === undefined) return value;
  if (typeof value === 'string') return value.toWellFormed();
  throw wrongType(place, 'string', 'text', value);
};

/** A wrapping angle accepts all finite numbers; the library clamps a bounded one. */
function quantizedOf(type: unknown): NumberType | undefined {
  if (typeof type !== 'object' || type === null || !('quantized' in type)) return undefined;
  const { min, max, range, wrap } = Object(type.quantized) as Record<'min' | 'max' | 'range', number> & {
    wrap: boolean;
  };
  // The library may round the greatest value up.
  const most = Math.max(max, min + range);
  return {
    holds: wrap ? 'all finite numbers' : `numbers from ${min} to ${max}`,
    has: (value) => (wrap ? Number.isFinite(value) : value >= min && value <= most),
    nearest: (value) => (wrap ? min : bounded(value, min, max)),
    advise: () => 'keep it in that range, as with Math.max and Math.min, or declare a wider one',
  };
}

function beyond(place: FieldLocation, type: string, holds: string, value: unknown, advice: string): BadValue {
  return new BadValue(
    `${place.path} is ${articleOf(type)} ${type}, which holds ${holds}, not ${String(value)}: ${advice}`,
  );
}

function wrongType(place: FieldLocation, type: string, wanted: string, value: unknown): BadValue {
  return new BadValue(`${place.path} is ${articleOf(type)} ${type}, which holds ${wanted}, not ${describe(value)}`);
}

function articleOf(type: string): string {
  return type.startsWith('int') ? 'an' : 'a';
}

function describe(value: unknown): string {
  if (typeof value === 'string') return `the text ${JSON.stringify(value)}`;
  if (typeof value === 'number' || typeof value === 'bigint') return `the ${typeof value} ${value}`;
  if (typeof value === 'object' && value !== null) return `a ${value.constructor?.name ?? 'object'}`;
  return typeof value === 'boolean' || value === null ? String(value) : `a value of type ${typeof value}`;
}
