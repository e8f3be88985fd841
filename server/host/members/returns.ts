/** Members who return: of several connections that ask for one seat, the newest that is still open gets it. */
import { LIMITS } from '../limits.ts';
import type { Member } from './member.ts';
import type { TokenHash } from './tokens.ts';

/** Why a connection was refused: a newer one has the seat, it was closed, or the member has left. */
export type ReturnRefusal = 'overtaken' | 'closed' | 'gone';

/** A connection on which a member returns. */
export interface ReturningConnection {
  /** Hash of the token that its client has used. */
  readonly used: TokenHash;
  /** Hash of the token that its client gets. */
  readonly given: TokenHash;
  readonly isOpen: boolean;
  /** The journal has the return: this is the member's connection now, and the one before is not. It must not throw. */
  admit(): void;
  refuse(why: ReturnRefusal): void;
}

/** A return in the tick that is being made. */
interface Entering {
  readonly line: ReturningConnection;
  /** Connections before it, in case that it closes before it is admitted. */
  readonly older: readonly ReturningConnection[];
}

export class Returns {
  /** Oldest first. */
  readonly #waiting = new Map<Member, readonly ReturningConnection[]>();
  /** At most one for each member. */
  readonly #entering = new Map<Member, Entering>();

  add(member: Member, line: ReturningConnection): void {
    const lines = [...(this.#waiting.get(member) ?? []), line];
    if (lines.length > LIMITS.returnsPerPlayer) lines.shift()?.refuse('overtaken');
    this.#waiting.set(member, lines);
  }

  /** The journal is about to get this member's return. */
  isEntering(member: Member): boolean {
    return this.#entering.has(member);
  }

  /** The member has asked to return. */
  isExpected(member: Member): boolean {
    return this.#entering.has(member) || this.#waiting.has(member);
  }

  /** The returns for the tick that is being made. */
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
   * The journal has the returns. One whose connection has closed, or that a newer one has overtaken, is refused.
   *
   * @param journaled called with each return in the journal
   * @param lost called with members whose return was refused
   * @returns the members who are back
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

  /** The member has left. */
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
