/** The listeners to a table's notices, by type. */
import type { GameSpec, NoticeData } from '../../shared/runtime/index.ts';
import type { ReceivedNotice } from './game-types.ts';
import { Listeners } from './listeners.ts';

export class NoticeListeners<G extends GameSpec> {
  readonly #byType = new Map<string, Listeners<[data: never]>>();

  /** Returns a function that removes the listener. */
  add<N extends ReceivedNotice<G>>(type: N, listener: (data: NoticeData<G, N>) => void): () => void {
    const listeners = this.#byType.get(type) ?? new Listeners<[data: never]>();
    this.#byType.set(type, listeners);
    return listeners.add(listener);
  }

  /** @param data as the match has sent it: of the type that the game declares */
  call(type: string, data: unknown): void {
    this.#byType.get(type)?.call(data as never);
  }
}
