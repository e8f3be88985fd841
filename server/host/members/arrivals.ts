/** Joins on their way: each waits for the tick that lets it in. */
import type { Refusal } from '../../../shared/wire.ts';

/** Somebody was not let in. */
export class JoinRefused extends Error {
  override readonly name = 'NotLetIn';
  readonly code: Refusal['code'];

  constructor({ code, message }: Refusal) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

export class Arrivals {
  readonly #pending = new Map<string, PromiseWithResolvers<void>>();

  /** Resolves once the tick that let this member in was released; rejects with NotLetIn. */
  expect(member: string): Promise<void> {
    const pending = Promise.withResolvers<void>();
    this.#pending.set(member, pending);
    return pending.promise;
  }

  /** False: this member is not arriving. */
  settle(member: string): boolean {
    this.#pending.get(member)?.resolve();
    return this.#pending.delete(member);
  }

  /** False: this member is not arriving. */
  refuse(member: string, refusal: Refusal): boolean {
    this.#pending.get(member)?.reject(new JoinRefused(refusal));
    return this.#pending.delete(member);
  }

  refuseAll(refusal: Refusal): void {
    for (const member of [...this.#pending.keys()]) this.refuse(member, refusal);
  }
}
