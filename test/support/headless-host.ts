/** A server's host with live rooms, without a network and a journal, on a clock that is moved by hand. */
import type { GameEntry } from '../../server/games.ts';
import { Host } from '../../server/host/host.ts';
import { LiveRoom } from '../../server/host/live-room.ts';
import { Member } from '../../server/host/members/member.ts';
import { openMatch } from '../../server/host/opening.ts';
import { GameStores, MemoryDataBackend } from '../../shared/runtime/host.ts';
import { createLog } from '../../server/log.ts';
import { Metrics } from '../../server/metrics.ts';
import { ManualClock } from './manual-clock.ts';
import { NullStore } from './null-store.ts';
import { NullAudience } from './null-audience.ts';

const log = createLog('silent');
const metrics = new Metrics(() => ({ rooms: 0, humans: 0, bots: 0, watchers: 0, liveTasks: 0 }));

export class HeadlessHost {
  readonly #clock = new ManualClock();
  readonly #journal = new NullStore();
  readonly #host = new Host({ clock: this.#clock, journal: this.#journal, log, metrics });
  readonly #stores = new GameStores(new MemoryDataBackend());
  #opened = 0;

  /** @param options of the room, checked as the server checks them */
  open({ game, bot }: GameEntry, options: unknown): LiveRoom {
    const id = `ROOM${++this.#opened}`;
    const opened = openMatch(this.#journal, id, game, game.options?.parse(options), false);
    const audience = new NullAudience(opened.match);
    const journal = this.#journal;
    const room = new LiveRoom({
      id,
      opened,
      bot,
      audience,
      stores: this.#stores,
      journal,
      log,
      metrics,
      unattendedMs: Infinity,
    });
    this.#host.add(room);
    return room;
  }

  /** Lets time pass. */
  pass(ms: number): Promise<void> {
    return this.#clock.pass(ms);
  }

  close(room: LiveRoom): void {
    this.#host.remove(room);
    room.dispose();
  }
}

/** Asks for a seat, or to watch, at the next tick. */
export function joinRoom(room: LiveRoom, who: { id: string; bot?: boolean; spectator?: boolean }): void {
  const { id, bot = false, spectator = false } = who;
  // A room that has ended admits nobody: the room itself refuses those who wait.
  room.members.join(new Member({ id, name: id, bot, spectator }, room.match.game)).catch(() => {});
}
