import type { ConnectionStatus, SendFailure } from '../../../client/connection/connection.ts';
import { msUntil } from '../../../client/connection/deadline.ts';
import { Listeners } from '../../../client/connection/listeners.ts';
import type { Table, TableDeadline } from '../../../client/connection/table.ts';
import { schema, t } from '@colyseus/schema';
import { defineGame } from '../../../shared/runtime/index.ts';

const Seat = schema({ player: t.string().default(''), name: t.string().default('') }, 'HookSeat');
const State = schema({ seats: t.array(Seat), now: t.float64().default(0), deadline: t.float64().default(0) }, 'Hooks');

export const hooks = defineGame({
  name: 'hooks',
  title: 'Hooks',
  seats: { min: 1, max: 3 },
  tickRate: 10,
  state: State,
  messages: {},
  async play() {},
});

/** A table whose match clock is the page's, until it is held. */
export class HookTable implements Table<typeof hooks> {
  readonly code = 'KRTWZ';
  readonly game = 'hooks';
  readonly matchId = 'KRTWZ-x7k2m5q4pz';
  readonly player = 'p2';
  readonly seat = 1;
  readonly departure = undefined;
  readonly hasState = true;
  readonly realTime = undefined;
  readonly recoveries = 0;
  readonly questions = [];
  readonly state = new State();
  status: ConnectionStatus = 'live';
  #heldAtMs: number | undefined;
  readonly #changes = new Listeners();

  get held(): boolean {
    return this.#heldAtMs !== undefined;
  }

  /** Its clock goes on from where it was held. */
  hold(holds: boolean): void {
    if (holds) this.#heldAtMs = performance.now();
    else {
      this.state.deadline += performance.now() - (this.#heldAtMs ?? performance.now());
      this.#heldAtMs = undefined;
    }
    this.#changes.call();
  }

  /** Sets a deadline this far ahead; undefined: none. */
  setDeadline(ms: number | undefined): void {
    this.state.deadline = ms === undefined ? 0 : performance.now() + ms;
    this.#changes.call();
  }

  sit(player: string, name: string): void {
    this.state.seats.push(new Seat().assign({ player, name }));
    this.#changes.call();
  }

  drop(): void {
    this.status = 'dropped';
    this.#changes.call();
  }

  matchNow(): number {
    return this.#heldAtMs ?? performance.now();
  }

  msLeft(deadline: TableDeadline): number {
    return msUntil(deadline, this.matchNow());
  }

  async send(): Promise<SendFailure | undefined> {
    return undefined;
  }

  setInput(): void {}

  on(): () => void {
    return () => {};
  }

  subscribe(listener: () => void): () => void {
    return this.#changes.add(listener);
  }

  async leave(): Promise<void> {}
}
