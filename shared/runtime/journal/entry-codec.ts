/** The fields of an entry in order, for every codec; each codec decides where a field goes. */
import type { Entry } from '../record/entries.ts';
import { MAX_INPUT_FIELDS, type InputEntry } from '../room/input.ts';
import { corrupt } from './byte-reader.ts';

/** The order is part of the format: new kinds go to the end. */
const KINDS = [
  'join',
  'spectate',
  'return',
  'drop',
  'leave',
  'message',
  'answer',
  'input',
  'effect',
  'wide-input',
  'next-input',
] as const;

const CODES: ReadonlyMap<string, number> = new Map(KINDS.map((kind, index) => [kind, index]));

/* Flags in the upper bits of the first byte; each kind uses some of them. */
const KIND_BITS = 0x0f;
const HAS_TOKEN = 0x10;
const HAS_REF = 0x20;
const HAS_ERROR = 0x40;
const IS_BOT = 0x80;
/** Of a join: errors are of effects. */
const HAS_OPTIONS = HAS_ERROR;
/** An input has no flags: a codec may use the bits, and the other codes, for its numbers. */
export const INPUT_HEADS = {
  input: CODES.get('input') ?? 0,
  wide: CODES.get('wide-input') ?? 0,
  next: CODES.get('next-input') ?? 0,
} as const;

/** The form of an input, most often `next`. */
export type InputForm = keyof typeof INPUT_HEADS;

/** Larger than any range. */
const MAX_CHANGE = 2 ** 52 - 1;

/** Numbers assigned by the host or the room. */
export type NumberKind = 'ref' | 'question' | 'effect';

/** Receives the fields of entries. */
export interface EntrySink {
  /** Kind and flags; always first. */
  head(head: number): void;
  /** Second, if there is one. */
  player(id: string): void;
  /** A name, a message, a token: rarely repeated. */
  text(text: string): void;
  /** A message type or the name of an error: often repeated. */
  word(word: string): void;
  number(value: number, kind: NumberKind): void;
  data(value: unknown): void;
  /** A whole input with its head: most of a journal. */
  input(entry: InputEntry): void;
}

/** Supplies the fields of entries. */
export interface EntrySource {
  head(): number;
  player(): string;
  name(): string;
  text(): string;
  word(): string;
  number(kind: NumberKind): number;
  data(): unknown;
  /** An input without its head. */
  input(head: number, form: InputForm): InputEntry;
}

/**
 * Writes tokens only if asked: they open seats, so they must stay private.
 *
 * @throws TypeError for an invalid entry
 */
export function writeEntry(out: EntrySink, entry: Entry, { tokens }: { readonly tokens: boolean }): void {
  if (entry.kind === 'input') return out.input(checked(entry));
  const token = tokens && 'token' in entry ? entry.token : undefined;
  const ref = 'ref' in entry ? entry.ref : undefined;
  let head = CODES.get(entry.kind) ?? 0;
  if (token !== undefined) head |= HAS_TOKEN;
  if (ref !== undefined) head |= HAS_REF;
  if (entry.kind === 'effect' && entry.error !== undefined) head |= HAS_ERROR;
  if (entry.kind === 'join' && entry.bot) head |= IS_BOT;
  if (entry.kind === 'join' && entry.options !== undefined) head |= HAS_OPTIONS;
  out.head(head);
  if (entry.kind !== 'effect') out.player(entry.player);
  if (token !== undefined) out.text(token);
  if (ref !== undefined) out.number(ref, 'ref');
  switch (entry.kind) {
    case 'join':
      out.text(entry.name);
      return entry.options === undefined ? undefined : out.data(entry.options);
    case 'spectate':
      return out.text(entry.name);
    case 'message':
      out.word(entry.type);
      return out.data(entry.data);
    case 'answer':
      out.number(entry.question, 'question');
      return out.data(entry.answer);
    case 'effect':
      out.number(entry.effect, 'effect');
      if (entry.error === undefined) return out.data(entry.result);
      out.word(entry.error.name);
      return out.text(entry.error.message);
    case 'return':
    case 'drop':
    case 'leave':
  }
}

/** @throws ReplayProblem for bytes that `writeEntry` did not write */
export function readEntry(from: EntrySource): Entry {
  const head = from.head();
  const kind = KINDS[head & KIND_BITS];
  if (kind === undefined) throw corrupt(`there is no entry of kind ${head & KIND_BITS}`);
  if (kind === 'effect') return readEffect(from, head);
  if (kind === 'input') return from.input(head, 'input');
  if (kind === 'wide-input') return from.input(head, 'wide');
  if (kind === 'next-input') return from.input(head, 'next');
  const player = from.player();
  const token = (head & HAS_TOKEN) === 0 ? {} : { token: from.text() };
  const ref = (head & HAS_REF) === 0 ? {} : { ref: from.number('ref') };
  switch (kind) {
    case 'join':
      return { kind, player, name: from.name(), bot: (head & IS_BOT) !== 0, ...readJoinOptions(from, head), ...token };
    case 'spectate':
      return { kind, player, name: from.name(), ...token };
    case 'return':
      return { kind, player, ...token };
    case 'drop':
    case 'leave':
      return { kind, player };
    case 'message':
      return { kind, player, type: from.word(), data: from.data(), ...ref };
    case 'answer':
      return { kind, player, question: from.number('question'), answer: from.data(), ...ref };
  }
}

function readJoinOptions(from: EntrySource, head: number): { readonly options?: unknown } {
  return (head & HAS_OPTIONS) === 0 ? {} : { options: from.data() };
}

function checked(input: InputEntry): InputEntry {
  const { changes } = input;
  if (
    changes.length > MAX_INPUT_FIELDS + 1 ||
    !changes.every((change) => Math.abs(change) <= MAX_CHANGE && change % 1 === 0)
  )
    throw new TypeError(`an input has up to ${MAX_INPUT_FIELDS + 1} whole numbers`);
  return input;
}

function readEffect(from: EntrySource, head: number): Entry {
  const effect = from.number('effect');
  if ((head & HAS_ERROR) === 0) return { kind: 'effect', effect, result: from.data() };
  return { kind: 'effect', effect, error: { name: from.word(), message: from.text() } };
}
