/** The fields of an entry in their order, for every codec: each says itself where a field goes. */
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

/* What the upper bits of the first byte say; each kind has some of them. */
const KIND_BITS = 0x0f;
const HAS_TOKEN = 0x10;
const HAS_REF = 0x20;
const HAS_ERROR = 0x40;
const IS_BOT = 0x80;
/** An input has none of them: a codec may use its bits, and the other codes, for what it says about the numbers. */
export const INPUT_HEADS = {
  input: CODES.get('input') ?? 0,
  wide: CODES.get('wide-input') ?? 0,
  next: CODES.get('next-input') ?? 0,
} as const;

/** How an input is written: most often as `next`. */
export type InputForm = keyof typeof INPUT_HEADS;

/** More than any range has. */
const MAX_CHANGE = 2 ** 52 - 1;

/** Numbers that the host or the room gave. */
export type NumberKind = 'ref' | 'question' | 'effect';

/** Where the fields of entries go. */
export interface EntrySink {
  /** Kind and flags: comes first. */
  head(head: number): void;
  /** Comes second, where there is one. */
  player(id: string): void;
  /** A name, a message, a token: seldom the same twice. */
  text(text: string): void;
  /** A message type or the name of an error: often the same. */
  word(word: string): void;
  number(value: number, kind: NumberKind): void;
  data(value: unknown): void;
  /** All of an input, its head too: it is most of what a journal has. */
  input(entry: InputEntry): void;
}

/** Where the fields of entries come from. */
export interface EntrySource {
  head(): number;
  player(): string;
  name(): string;
  text(): string;
  word(): string;
  number(kind: NumberKind): number;
  data(): unknown;
  /** All of an input but its head. */
  input(head: number, form: InputForm): InputEntry;
}

/**
 * Tokens open seats: only what nobody else may see has them.
 *
 * @throws TypeError for what no match takes
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
  out.head(head);
  if (entry.kind !== 'effect') out.player(entry.player);
  if (token !== undefined) out.text(token);
  if (ref !== undefined) out.number(ref, 'ref');
  switch (entry.kind) {
    case 'join':
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

/** @throws ReplayProblem for what no `writeEntry` wrote */
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
      return { kind, player, name: from.name(), bot: (head & IS_BOT) !== 0, ...token };
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
