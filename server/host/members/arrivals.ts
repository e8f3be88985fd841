/** Joins that wait for the tick that admits or refuses them. */
import type { Refusal } from '../../../shared/wire.ts';

/** The room has not admitted a player or spectator. */
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

  /** Resolves once the tick that admits this member was released; rejects with JoinRefused. */
  expect(member: string): Promise<void> {
    const pending = Promise.withResolvers<void>();
    this.#pending.set(member, pending);
    return pending.promise;
  }

  /** False: this member is not joining. */
  settle(member: string): boolean {
    this.#pending.get(member)?.resolve();
    return this.#pending.delete(member);
  }

  /** False: this member is not joining. */
  refuse(member: string, refusal: Refusal): boolean {
    this.#pending.get(member)?.reject(new JoinRefused(refusal));
    return this.#pending.delete(member);
  }

  refuseAll(refusal: Refusal): void {
    for (const member of [...this.#pending.keys()]) this.refuse(member, refusal);
  }
}
