/**
 * What each type of a schema can hold. What it cannot is an error under `strict`; under `nearest` a number becomes the
 * nearest that it can hold. So script, clients, snapshots, marks and replays have the same value.
 */
import { BadValue } from '../errors/errors.ts';

/** How a match takes values that their fields cannot hold. */
export type ValueRule = 'strict' | 'nearest';

/** Where a value is to go, for people: `Fighter.hp`. Only asked where there is an error. */
export interface FieldLocation {
  readonly path: string;
}

/** Gives what is held where this value is set: for most the value itself. */
export type Coerce = (value: unknown, place: FieldLocation) => unknown;

let rule: ValueRule | undefined = 'strict';

/**
 * The rule that holds now: that of the matches that are made or stepped. Undefined: values are taken as they come, as in
 * matches from before there were rules, and between ticks.
 */
export function valueRule(): ValueRule | undefined {
  return rule;
}

/** Lets a rule hold from now on. */
export function useValueRule(next: ValueRule | undefined): void {
  rule = next;
}

/** How a number type takes numbers. */
interface NumberType {
  /** For people. */
  readonly holds: string;
  has(value: number): boolean;
  /** What a number that it has is held as, where that is another one. */
  settle?(value: number): number;
  nearest(value: number): number;
  advise(value: number): string;
}

const NO_NUMBER = 'check what it was made of: a field without a value is undefined, and undefined + 1 is NaN';

function integer(least: number, most: number, wider: string, holds = `from ${least} to ${most}`): NumberType {
  return {
    holds: `whole numbers ${holds}`,
    has: (value) => Number.isInteger(value) && value >= least && value <= most,
    // There is no -0 on the wire.
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
  // As near to the ends of their ranges as numbers come.
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
 * How fields and items of a type take values; undefined for types that hold no plain value, or are an author's own.
 *
 * @param type as a schema has it: a name such as `uint8`, or what the field holds instead
 *
 * @example
 * const fit = fitOf('uint8');
 * fit?.(300, { path: 'Fighter.hp' }); // throws, or gives 255
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

/** Clients take everything for true or false. */
const fitBoolean: Coerce = (value, place) => {
  if (typeof value === 'boolean' || rule === undefined) return value;
  if (rule === 'nearest') return Boolean(value);
  throw wrongType(place, 'boolean', 'true or false', value);
};

/** No client can decode half of a surrogate pair, nor what comes after it. */
const fitString: Coerce = (value, place) => {
  if (rule === undefined) return value;
  if (typeof value === 'string') return value.toWellFormed();
  throw wrongType(place, 'string', 'text', value);
};

/** Where an angle goes round, all finite numbers do; a bounded one is brought to its bounds by the library. */
function quantizedOf(type: unknown): NumberType | undefined {
  if (typeof type !== 'object' || type === null || !('quantized' in type)) return undefined;
  const { min, max, range, wrap } = Object(type.quantized) as Record<'min' | 'max' | 'range', number> & {
    wrap: boolean;
  };
  // What the library makes of the greatest value may be a little more than that.
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
