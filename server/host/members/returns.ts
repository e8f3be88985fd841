/** Members on their way back: of several lines that ask for one seat, the newest that is still open has it. */
import { LIMITS } from '../limits.ts';
import type { Member } from './member.ts';
import type { TokenHash } from './tokens.ts';

/** Why a line was not let in: another one has the seat, it has closed itself, or there is no such seat any more. */
export type ReturnRefusal = 'overtaken' | 'closed' | 'gone';

/** A line on which a member comes back. */
export interface ReturningConnection {
  /** The token that its client came with, hashed. */
  readonly used: TokenHash;
  /** The one that its client gets, hashed. */
  readonly given: TokenHash;
  readonly isOpen: boolean;
  /** The journal knows of it: from here on it is the member's line, and the one before is not. It must not throw. */
  admit(): void;
  refuse(why: ReturnRefusal): void;
}

/** A return that is in the tick that is being made. */
interface Entering {
  readonly line: ReturningConnection;
  /** Lines that came before, for the case that this one closes before it is let in. */
  readonly older: readonly ReturningConnection[];
}

export class Returns {
  /** Oldest first. */
  readonly #waiting = new Map<Member, readonly ReturningConnection[]>();
  /** One of each member. */
  readonly #entering = new Map<Member, Entering>();

  add(member: Member, line: ReturningConnection): void {
    const lines = [...(this.#waiting.get(member) ?? []), line];
    if (lines.length > LIMITS.returnsPerPlayer) lines.shift()?.refuse('overtaken');
    this.#waiting.set(member, lines);
  }

  /** The journal is about to know of this member's return. */
  isEntering(member: Member): boolean {
    return this.#entering.has(member);
  }

  /** This member is on the way. */
  isExpected(member: Member): boolean {
    return this.#entering.has(member) || this.#waiting.has(member);
  }

  /** Those whose return enters the tick that is being made. */
  collect(): readonly (readonly [Member, ReturningConnection])[] {
    if (this.#waiting.size === 0) return [];
    const collected: [Member, ReturningConnection][] = [];
    for (const [member, lines] of this.#waiting) {
      if (this.#entering.has(member)) continue;
      this.#waiting.delete(member);
      const older = openOnes(lines);
      const line = older.pop();
      if (line === undefined) continue;
      this.#entering.set(member, { line, older });
      collected.push([member, line]);
    }
    return collected;
  }

  /**
   * The journal has their returns. One whose line has closed meanwhile, or that a newer line has overtaken, is not let in.
   *
   * @param journaled called with each return that was written down
   * @param lost called with those of them whose line was not let in
   * @returns those who are back
   */
  settle(
    journaled: (member: Member, line: ReturningConnection) => void,
    lost: (member: Member) => void,
  ): readonly Member[] {
    if (this.#entering.size === 0) return [];
    const entering = [...this.#entering];
    this.#entering.clear();
    const back: Member[] = [];
    for (const [member, { line, older }] of entering) {
      journaled(member, line);
      const newer = openOnes(this.#waiting.get(member) ?? []);
      if (newer.length > 0) this.#waiting.set(member, newer);
      else this.#waiting.delete(member);
      if (newer.length > 0 || line.isOpen) for (const other of older) other.refuse('overtaken');
      if (newer.length > 0) {
        line.refuse('overtaken');
        lost(member);
      } else if (line.isOpen) {
        line.admit();
        back.push(member);
      } else {
        line.refuse('closed');
        if (older.length > 0) this.#waiting.set(member, older);
        lost(member);
      }
    }
    return back;
  }

  /** There is no such member any more. */
  forget(member: Member): void {
    const entering = this.#entering.get(member);
    const lines = [...(this.#waiting.get(member) ?? []), ...(entering ? [...entering.older, entering.line] : [])];
    this.#entering.delete(member);
    this.#waiting.delete(member);
    for (const line of lines) line.refuse('gone');
  }

  forgetAll(): void {
    for (const member of new Set([...this.#waiting.keys(), ...this.#entering.keys()])) this.forget(member);
  }
}

function openOnes(lines: readonly ReturningConnection[]): ReturningConnection[] {
  return lines.filter((line) => {
    if (!line.isOpen) line.refuse('closed');
    return line.isOpen;
  });
}
