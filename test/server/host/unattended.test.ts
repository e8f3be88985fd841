/** Rooms in which bots play and no person does, in virtual time. */
import { expect, it } from 'vitest';
import { GameStores, MemoryDataBackend } from '../../../shared/runtime/host.ts';
import { Host } from '../../../server/host/host.ts';
import { LIMITS } from '../../../server/host/limits.ts';
import { LiveRoom } from '../../../server/host/live-room.ts';
import { Member } from '../../../server/host/members/member.ts';
import { openMatch } from '../../../server/host/opening.ts';
import { createLog } from '../../../server/log.ts';
import { Metrics } from '../../../server/metrics.ts';
import type { GameEntry } from '../../../server/games.ts';
import { arena, arenaBot, PACE } from '../../../shared/games/arena/index.ts';
import { CLOSE, WIRE } from '../../../shared/wire.ts';
import { NullAudience } from '../../support/null-audience.ts';
import { counter, counterBot } from '../games.ts';
import { MemoryDisk, MemoryStore } from '../../../tools/sim/journal/memory-store.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const COUNTER: GameEntry = { game: counter, bot: counterBot };
const ARENA: GameEntry = { game: arena, bot: arenaBot };

/** What its people were told. */
class ToldAudience extends NullAudience {
  readonly told: unknown[] = [];

  override broadcast(type: string, data: unknown): void {
    if (type === WIRE.ended) this.told.push(data);
  }

  override close(code: number): void {
    this.told.push(code);
  }
}

function openRoom({ game, bot }: GameEntry, options: object) {
  const disk = new MemoryDisk();
  const journal = new MemoryStore(disk);
  const log = createLog('silent');
  const metrics = new Metrics(() => ({ rooms: 0, humans: 0, bots: 0, watchers: 0, liveTasks: 0 }));
  const clock = new ManualClock();
  const host = new Host({ clock, journal, log, metrics });
  const opened = openMatch(journal, 'ABCDE', game, game.options?.parse(options), false);
  const audience = new ToldAudience(opened.match);
  const room = new LiveRoom({
    id: 'ABCDE',
    opened,
    bot,
    stores: new GameStores(new MemoryDataBackend()),
    audience,
    journal,
    log,
    metrics,
  });
  host.add(room);
  const enter = (id: string, spectator: boolean): void => {
    room.members.join(new Member({ id, name: id, bot: false, spectator }, room.match.game)).catch(() => {});
  };
  return { room, audience, disk, enter, pass: (ms: number) => clock.pass(ms) };
}

it('bots play for spectators for a minute; then the room ends, and spectators get the reason', async () => {
  const { room, audience, disk, enter, pass } = openRoom(COUNTER, { bots: 2 });
  enter('watcher', true);
  await pass(LIMITS.unattendedMs - 1_000);
  expect(room.over).toBe(false);
  await pass(2_000);
  expect(audience.told).toEqual([{ reason: 'Nobody but bots has played here for a minute.' }, CLOSE.over]);
  expect([...disk.matches.values()].map(({ end }) => end)).toEqual([{ kind: 'abandoned' }]);
});

it('with a human player bots play on, however little the player sends', async () => {
  const { room, enter, pass } = openRoom(COUNTER, { bots: 2 });
  enter('thinker', false);
  await pass(3 * LIMITS.unattendedMs);
  expect(room.over).toBe(false);
});

it('a player in the arena who sends nothing is removed, and the bots do not fight on for long', async () => {
  const { room, audience, enter, pass } = openRoom(ARENA, { seats: 4, fill: 3, roundMs: 600_000 });
  enter('silent', false);
  await pass(PACE.awayMs);
  expect(room.match.players.filter(({ bot }) => !bot)).toHaveLength(1);
  await pass(10_000);
  expect(room.match.players.filter(({ bot }) => !bot)).toEqual([]);
  enter('watcher', true);
  await pass(LIMITS.unattendedMs);
  expect(audience.told).toContain(CLOSE.over);
});
