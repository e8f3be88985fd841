/** Checks what comes from outside with the game's schemas, before it may become an entry or room options. */
import { limitsOf, type Limited } from './message-limits.ts';
import type { GameSpec } from './spec.ts';
import { asPlain, whyNotPlain } from '../record/plain.ts';
import type { Refusal } from '../record/refusals.ts';
import { truncateText } from './text.ts';

/** Checked data, or the refusal to reply with. */
export type Checked = { readonly ok: true; readonly data: unknown } | ({ readonly ok: false } & Refusal);

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

interface Parser {
  safeParse(raw: unknown): { success: true; data: unknown } | { success: false; error: { issues: readonly Issue[] } };
}

/** Checks a message's type and data. */
export function validateMessage(game: GameSpec & Limited, type: string, raw: unknown): Checked {
  const spec = Object.hasOwn(game.messages, type) ? game.messages[type] : undefined;
  if (spec === undefined) {
    const known = Object.keys(game.messages).join(', ');
    return {
      ok: false,
      code: 'unknown-type',
      message: `there is no message type "${printable(type)}"; there are: ${known}`,
    };
  }
  return check(`"${type}"`, 'limit' in spec ? spec.schema : spec, raw, limitsOf(game).binary);
}

/** Checks an answer to a question. */
export function validateAnswer(game: GameSpec, question: string, raw: unknown): Checked {
  const { questions = {} } = game;
  const spec = Object.hasOwn(questions, question) ? questions[question] : undefined;
  if (spec === undefined) return { ok: false, code: 'stale-answer', message: 'that question is not open to you' };
  return check(`the answer to "${question}"`, spec.answer, raw);
}

/** Checks what a handler gave back for an effect that the game declares. */
export function validateResult(game: GameSpec, effect: string, raw: unknown): Checked {
  const spec = game.effects?.[effect];
  if (spec === undefined) throw new RangeError(`the game declares no effect "${effect}"`);
  return check(`the result of "${effect}"`, spec.result, raw);
}

/** Checks what somebody who joins has chosen; undefined: nothing. A game without `joinOptions` takes none. */
export function validateJoinOptions({ joinOptions }: Pick<GameSpec, 'joinOptions'>, raw: unknown): Checked {
  if (joinOptions !== undefined) return check('"joinOptions"', joinOptions, raw ?? {});
  if (raw === undefined) return { ok: true, data: undefined };
  return { ok: false, code: 'bad-shape', message: '"joinOptions" was refused: this game has none' };
}

/**
 * The room options of a new match, which its start frame keeps.
 *
 * @param output what the game's schema of the options gave
 * @throws TypeError if that is not plain data: which part of it, and what to change
 */
export function plainOptions({ name }: { readonly name: string }, output: unknown): unknown {
  const plain = asPlain(output);
  if (plain !== undefined) return plain.data;
  const remedy = `Let the options schema of "${name}" refuse it, or give plain data instead.`;
  throw new TypeError(`${whyNotPlain(output, 'options')}. ${remedy}`);
}

function check(what: string, parser: Parser, raw: unknown, bytes = false): Checked {
  const parsed = parser.safeParse(raw);
  if (parsed.success) {
    // Entries are journaled, so they must be plain.
    const plain = asPlain(parsed.data, bytes);
    if (plain !== undefined) return { ok: true, data: plain.data };
    return { ok: false, code: 'bad-shape', message: `${what} was refused: it is not plain data` };
  }
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.map(String).join('.')}`;
  return {
    ok: false,
    code: 'bad-shape',
    message: `${what} was refused: ${printable(issue?.message ?? 'wrong shape')}${where}`,
  };
}

/** Truncates client text and removes control characters before it is sent back. */
function printable(text: string): string {
  const plain = text.replace(/\p{C}/gu, '');
  const short = truncateText(plain, 100);
  return short === plain ? plain : `${short}…`;
}
