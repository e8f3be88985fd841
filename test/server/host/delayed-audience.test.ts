/** What an audience with late spectators passes on, to whom and when. */
import { expect, it } from 'vitest';
import type { Audience, PatchListener, AudienceGroup } from '../../../server/host/audience.ts';
import { DelayedAudience } from '../../../server/host/delayed-audience.ts';
import { LIMITS } from '../../../server/host/limits.ts';
import { defineGame } from '../../../shared/runtime/index.ts';
import { Match } from '../../../shared/runtime/host.ts';
import { schema, t } from '@colyseus/schema';
import { CLOSE, WIRE } from '../../../shared/wire.ts';

const game = defineGame({
  name: 'late',
  title: 'Late',
  seats: { min: 1, max: 1 },
  tickRate: 10,
  spectators: { delayMs: 300 },
  state: schema({ round: t.number() }, 'LateState'),
  messages: {},
  play: (room) => room.until(() => false),
});

const { start } = new Match(game, {
  format: 1,
  game: 'late',
  matchId: 'T',
  seed: '1',
  options: undefined,
  tickRate: 10,
  code: '',
});

/** Connections, of which nothing but what they are sent is known. States and patches are one byte: the tick. */
class Lines implements Audience {
  readonly sent: string[] = [];
  readonly ears = new Set<PatchListener>();
  tick = 0;
  stateBytes = 1;

  patch(): void {
    for (const ear of this.ears) ear.onPatch(Uint8Array.of(this.tick), 0);
  }

  send(member: string, type: string): void {
    this.sent.push(`${member}: ${type}`);
  }

  broadcast(type: string, data: unknown, to: AudienceGroup | 'all' = 'all'): void {
    this.sent.push(`${to}: ${type} ${JSON.stringify(data)}`);
  }

  sendDelayed(tick: number, bytes: Uint8Array | undefined, spectator = 'spectators'): void {
    this.sent.push(
      `${spectator}: ${(bytes?.length ?? 0) === this.stateBytes && bytes?.[1] === 255 ? 'state' : 'patch'} of ${tick}`,
    );
  }

  disconnect(): void {}

  close(code: number, group: AudienceGroup | 'all' = 'all'): void {
    this.sent.push(`${group}: closed with ${code}`);
  }

  handshake(): Uint8Array {
    return new Uint8Array();
  }

  addListener(ear: PatchListener): void {
    this.ears.add(ear);
    ear.onPatch(new Uint8Array(this.stateBytes).fill(255), 0);
  }

  removeListener(ear: PatchListener): void {
    this.ears.delete(ear);
  }
}

class Room {
  readonly lines = new Lines();
  readonly spectators = new Set<string>();
  readonly audience: DelayedAudience;
  tick = 0;

  constructor(maxBytes?: number) {
    const tick = (): number => this.tick;
    const match = {
      ...{ game, start },
      spectators: this.spectators,
      viewOf: () => undefined,
      get tick() {
        return tick();
      },
    };
    this.audience = new DelayedAudience(this.lines, match, maxBytes);
    this.lines.stateBytes = 20;
  }

  /** Runs ticks, and gives what was sent in the last of them. */
  run(ticks: number): readonly string[] {
    for (let left = ticks; left > 0; left--) {
      this.lines.sent.length = 0;
      this.lines.tick = ++this.tick;
      this.audience.patch();
    }
    return this.lines.sent.splice(0);
  }

  tell(type: string, data: unknown, to?: AudienceGroup): readonly string[] {
    this.audience.broadcast(type, data, to);
    return this.lines.sent.splice(0);
  }
}

function watched(maxBytes?: number): Room {
  const room = new Room(maxBytes);
  room.spectators.add('will');
  room.run(10);
  return room;
}

it('without spectators there is no listener, and nothing is kept', () => {
  const room = new Room();
  expect(room.run(20)).toEqual([]);
  expect([room.lines.ears.size, room.audience.bytes]).toEqual([0, 0]);
  expect(room.audience.late).toEqual({ delayMs: 300, beginsInMs: 300 });
});

it('the stream begins with a whole state and the time, for all who watch; patches follow tick by tick', () => {
  const room = new Room();
  room.run(4);
  room.spectators.add('will');
  expect(room.run(3)).toEqual([]);
  expect(room.audience.late.beginsInMs).toBe(100);
  expect(room.run(1)).toEqual(['spectators: state of 5', 'spectators: $resumed {"now":500}']);
  expect(room.run(1)).toEqual(['spectators: patch of 6']);
  expect([room.audience.nowMs, room.audience.late.beginsInMs]).toEqual([600, 0]);
});

it('notices reach players at once, and spectators after the patch of their tick', () => {
  const room = watched();
  expect([room.tell('bang', 1), room.tell('peek', 2, 'spectators'), room.tell('psst', 3, 'players')]).toEqual([
    ['players: bang 1'],
    [],
    ['players: psst 3'],
  ]);
  expect(room.run(2)).toEqual(['spectators: patch of 9']);
  expect(room.run(1)).toEqual(['spectators: patch of 10', 'spectators: bang 1', 'spectators: peek 2']);
});

it('a later spectator gets the last whole state, and what all have seen since', () => {
  const room = watched();
  room.audience.enter('wyn');
  expect(room.lines.sent).toEqual(['wyn: state of 1', ...[2, 3, 4, 5, 6, 7].map((tick) => `wyn: patch of ${tick}`)]);
});

it('a hold of the clock and its end are sent at once, with the time of the receivers', () => {
  const room = watched();
  expect(room.tell(WIRE.held, { now: 1_000 })).toEqual([
    'players: $held {"now":1000}',
    'spectators: $held {"now":700}',
  ]);
  expect(room.tell(WIRE.resumed, { now: 1_000 })[1]).toBe('spectators: $resumed {"now":700}');
  expect(room.tell(WIRE.slipped, { slipMs: 40 })[1]).toBe('spectators: $slipped {"slipMs":40}');
});

it('after the end players are disconnected at once, and spectators when they have seen it', () => {
  const room = watched();
  room.audience.broadcast(WIRE.ended, { reason: 'over' });
  room.audience.close(CLOSE.over);
  expect(room.lines.sent.splice(0)).toEqual(['players: $ended {"reason":"over"}', 'players: closed with 4021']);
  while (room.audience.drain());
  expect(room.lines.sent).toEqual([
    ...[8, 9, 10].map((tick) => `spectators: patch of ${tick}`),
    'spectators: $ended {"reason":"over"}',
    'all: closed with 4021',
  ]);
  expect([room.lines.ears.size, room.audience.bytes, room.audience.drain()]).toEqual([0, 0, false]);
});

it('a server that ends closes all connections at once: those of an ended match with its own code, after the rest', () => {
  const running = watched();
  running.audience.close(CLOSE.mayRetry);
  expect(running.lines.sent).toEqual(['all: closed with 4010']);
  const over = watched();
  over.audience.close(CLOSE.over);
  over.audience.close(CLOSE.mayRetry);
  expect(over.lines.sent).toEqual([
    'players: closed with 4021',
    ...[8, 9, 10].map((tick) => `spectators: patch of ${tick}`),
    'all: closed with 4021',
  ]);
});

it('everybody hears of the end at once when nobody has come to watch', () => {
  const room = new Room();
  room.run(5);
  room.audience.broadcast(WIRE.ended, { reason: 'over' });
  room.audience.close(CLOSE.over);
  expect(room.lines.sent).toEqual([
    'players: $ended {"reason":"over"}',
    'spectators: $ended {"reason":"over"}',
    'all: closed with 4021',
  ]);
});

it('beyond its limit the stream begins again, and players notice nothing', () => {
  const room = watched(4_000);
  room.tell('long', 'x'.repeat(4_000));
  expect(room.run(1)).toEqual([]);
  expect(room.audience.bytes).toBeLessThan(1_000);
  expect(room.run(3)).toEqual(['spectators: state of 11', 'spectators: $resumed {"now":1100}']);
});

it('the limit of the stream is the listed one', () => {
  const waiting = [LIMITS.spectatorBytes / 4, LIMITS.spectatorBytes].map((length) => {
    const room = watched();
    room.tell('long', 'x'.repeat(length));
    room.run(1);
    return room.audience.bytes;
  });
  expect(waiting[0]).toBeGreaterThan(1_000_000);
  expect(waiting[1]).toBeLessThan(1_000);
});
