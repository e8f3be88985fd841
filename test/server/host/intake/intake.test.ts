/** What is sure to be refused never becomes an entry, and what the match refuses is bounded. */
import { schema, t } from '@colyseus/schema';
import { expect, it, vi } from 'vitest';
import { z } from 'zod';
import { Inbox } from '../../../../server/host/intake/inbox.ts';
import { Intake } from '../../../../server/host/intake/intake.ts';
import type { ReplyRoute } from '../../../../server/host/intake/reply-route.ts';
import { LIMITS } from '../../../../server/host/limits.ts';
import { Member } from '../../../../server/host/members/member.ts';
import { Metrics } from '../../../../server/metrics.ts';
import { buffered, defineGame, type Room } from '../../../../shared/runtime/index.ts';
import { type Entry, Match, stepMatches } from '../../../../shared/runtime/host.ts';
import type { Reply } from '../../../../shared/wire.ts';

const TICK_RATE = 20;
const spec = {
  state: schema({ moves: t.uint32().default(0) }, 'Moves'),
  options: z.object({}),
  messages: { move: z.string(), second: z.string(), kept: buffered(z.string(), 2) },
  questions: { sure: { data: z.null(), answer: z.boolean() } },
} as const;

type Script = (room: Room<typeof spec>) => Promise<unknown>;

/** A room of Ann, Bob who sits beside her, and Cat who watches. */
class Table {
  readonly match: Match<typeof spec>;
  readonly inbox = new Inbox();
  readonly intake: Intake;
  readonly ann = member('ann');
  readonly bob = member('bob');
  readonly cat = member('cat', true);
  /** What Ann was told without having asked. */
  readonly told: string[] = [];
  /** Everything that was journaled, as it would be. */
  readonly journaled: Entry[] = [];
  #waiting: readonly Entry[] = [];

  static async of(script: Script): Promise<Table> {
    const table = new Table(script);
    for (const { id, name, spectator } of [table.ann, table.bob, table.cat])
      table.inbox.pushEntry(
        spectator ? { kind: 'spectate', player: id, name } : { kind: 'join', player: id, name, bot: false },
      );
    await table.tick();
    [table.ann.seat, table.bob.seat] = [0, 1];
    table.journaled.length = 0;
    return table;
  }

  private constructor(script: Script) {
    const game = defineGame({
      name: 'table',
      title: 'Table',
      seats: { min: 1, max: 2 },
      tickRate: TICK_RATE,
      ...spec,
      play: script,
    });
    const start = { format: 1, game: 'table', matchId: 'TABLE', seed: '1', options: {}, tickRate: TICK_RATE, code: '' };
    this.match = new Match(game, start as ConstructorParameters<typeof Match<typeof spec>>[1]);
    const metrics = new Metrics(() => ({ rooms: 0, humans: 0, bots: 0, watchers: 0, liveTasks: 0 }));
    this.intake = new Intake(this.match, this.inbox, metrics, ({ id }, _, { code }) => {
      if (id === 'ann') this.told.push(code);
    });
  }

  /** What has arrived goes into the journal. */
  collect(): void {
    this.#waiting = [...this.#waiting, ...this.inbox.takeAll()];
  }

  /** The journal has it. */
  async release(): Promise<void> {
    const entries = this.#waiting;
    this.#waiting = [];
    this.journaled.push(...entries);
    for (const entry of entries)
      if (entry.kind === 'message' || entry.kind === 'answer') this.intake.entered(this.ann, entry.ref);
    await stepMatches([{ match: this.match, entries }]);
    for (const output of this.match.takeOutputs()) {
      if (output.kind === 'accepted') this.intake.settle(this.ann, output.ref, { ok: true });
      else if (output.kind === 'refused') this.intake.refused(this.ann, output);
      else if (output.kind === 'ask') this.intake.questionOpened(output.question, output.name, output.to);
      else if (output.kind === 'asked') this.intake.questionClosed(output.question);
    }
  }

  async tick(ticks = 1): Promise<void> {
    for (let tick = 0; tick < ticks; tick++) {
      this.collect();
      await this.release();
    }
  }

  /** Ann sends a message of our client. Gives its reply, once there is one. */
  send(number: number, type: string, data = ''): { reply: Reply | undefined } {
    const sent: { reply: Reply | undefined } = { reply: undefined };
    const reply = (what: Reply): void => void (sent.reply = what);
    this.intake.receive(this.ann, { type, bytes: 0, read: () => data }, { kind: 'numbered', number, acked: 0, reply });
    return sent;
  }
}

function member(id: string, spectator = false): Member {
  return new Member({ id, name: id, spectator, bot: false }, { tickRate: TICK_RATE });
}

function collecting(replies: Reply[]): ReplyRoute {
  return { kind: 'once', reply: (reply) => replies.push(reply) };
}

const asleep: Script = (room) => room.sleep(3_600_000);

it('messages of spectators are refused, and never enter', async () => {
  const table = await Table.of(async (room) => {
    const [ann] = await room.seated(1);
    await ann.ask('sure', null);
  });
  const replies: Reply[] = [];
  const route = collecting(replies);
  for (const type of ['move', 'kept']) table.intake.receiveMessage(table.cat, type, '', route);
  table.intake.receiveAnswer(table.cat, { question: 1, answer: true }, route);
  await table.tick();
  expect(replies).toMatchObject([{ code: 'not-seated' }, { code: 'not-seated' }, { code: 'stale-answer' }]);
  expect(table.journaled).toEqual([]);
});

it('an answer to another player’s question never enters', async () => {
  const table = await Table.of(async (room) => {
    const [ann] = await room.seated(1);
    await ann.ask('sure', null);
  });
  const replies: Reply[] = [];
  table.intake.receiveAnswer(table.bob, { question: 1, answer: true }, collecting(replies));
  await table.tick();
  expect(replies).toMatchObject([{ code: 'stale-answer' }]);
  expect(table.journaled).toEqual([]);
});

it('a message after the end of the match never enters', async () => {
  const table = await Table.of((room) => room.sleep(50));
  await table.tick(2);
  expect(table.match.ended).toBeDefined();
  const { reply } = table.send(1, 'kept');
  expect(reply).toMatchObject({ code: 'room-closed' });
  await table.tick();
  expect(table.journaled).toEqual([]);
});

it('a message that another makes legal, which is on its way into the journal, counts', async () => {
  const table = await Table.of(async (room) => {
    const [ann] = await room.seated(1);
    for (;;) {
      await ann.next('move');
      await ann.next('second');
      room.state.moves++;
    }
  });
  // The budget comes back: an honest client does so as long as it likes.
  for (let round = 1; round <= 2 * LIMITS.refusedBurst; round++) {
    const first = table.send(2 * round - 1, 'move');
    table.collect();
    const second = table.send(2 * round, 'second');
    await table.release();
    await table.tick(TICK_RATE);
    expect([first.reply, second.reply]).toEqual([{ ok: true }, { ok: true }]);
  }
  expect(table.match.state.moves).toBe(2 * LIMITS.refusedBurst);
});

it('the match is asked whether it would refuse only when the budget of the member is used up', async () => {
  const table = await Table.of(asleep);
  const asking = vi.spyOn(table.match, 'refusalOf');
  for (let number = 1; number <= LIMITS.refusedBurst; number++) table.send(number, 'move');
  expect(asking).not.toHaveBeenCalled();
  table.send(LIMITS.refusedBurst + 1, 'move');
  expect(asking).toHaveBeenCalledTimes(1);
});

it('beyond a budget, what the match would refuse is refused in its words, and never enters', async () => {
  const table = await Table.of(asleep);
  const replies = [];
  for (let number = 1; number <= 600; number++) {
    replies.push(table.send(number, 'move'));
    await table.tick();
  }
  const [first] = replies;
  expect(first?.reply).toMatchObject({
    code: 'not-now',
    message: '"move" was refused: it is not awaited from you now',
  });
  for (const { reply } of replies) expect(reply).toEqual(first?.reply);
  const seconds = 600 / TICK_RATE;
  expect(table.journaled.length).toBeLessThanOrEqual(LIMITS.refusedBurst + seconds * LIMITS.refusedPerSecond);
  expect(table.journaled.length).toBeGreaterThan(LIMITS.refusedBurst);
});

it('a number that was refused without an entry has the same answer when it comes again, and never counts', async () => {
  const table = await Table.of(async (room) => {
    const [ann] = await room.seated(1);
    await room.sleep(1_000);
    for await (const _ of ann.messages('move')) room.state.moves++;
  });
  const sent = Array.from({ length: 40 }, (_, index) => table.send(index + 1, 'move'));
  await table.tick(TICK_RATE + 1);
  expect(table.journaled).toHaveLength(LIMITS.refusedBurst);
  const again = Array.from({ length: 40 }, (_, index) => table.send(index + 1, 'move'));
  expect(again.map(({ reply }) => reply)).toEqual(sent.map(({ reply }) => reply));
  expect(again.every(({ reply }) => reply?.ok === false)).toBe(true);
  const next = table.send(41, 'move');
  await table.tick();
  expect(next.reply).toEqual({ ok: true });
  expect(table.match.state.moves).toBe(1);
});

it('messages that a script refuses enter, and beyond the budget none do until it has refilled', async () => {
  const table = await Table.of(async (room) => {
    const [ann] = await room.seated(1);
    for (;;) {
      await ann.next('move', { refuse: (data) => (data === 'good' ? undefined : 'no') });
      room.state.moves++;
    }
  });
  const codes = new Map<string, number>();
  const seconds = 60;
  for (let number = 1; number <= seconds * TICK_RATE; number++) {
    const { reply } = await sendAndTick(table, number, 'bad');
    const code = reply?.ok === false ? reply.code : 'ok';
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  const bound = LIMITS.refusedBurst + seconds * LIMITS.refusedPerSecond;
  expect(codes.get('illegal')).toBeLessThanOrEqual(bound + 1);
  expect(codes.get('illegal')).toBeGreaterThan(bound - 5);
  expect(codes.get('too-fast')).toBe(seconds * TICK_RATE - codes.get('illegal')!);
  expect(table.journaled).toHaveLength(codes.get('illegal')!);

  await table.tick(TICK_RATE);
  expect((await sendAndTick(table, 10_000, 'good')).reply).toEqual({ ok: true });
  expect(table.match.state.moves).toBe(1);
});

async function sendAndTick(table: Table, number: number, data: string): Promise<{ reply: Reply | undefined }> {
  const sent = table.send(number, 'move', data);
  await table.tick();
  return sent;
}

it('a large message that is refused counts as several small ones', async () => {
  const table = await Table.of(asleep);
  for (let round = 0; round < 20; round++)
    table.intake.receiveMessage(table.ann, 'move', 'x'.repeat(4_000), undefined, 8 * LIMITS.refusedMessageBytes);
  await table.tick();
  expect(table.journaled).toHaveLength(LIMITS.refusedBurst / 8);
  expect(table.told).toHaveLength(20);
});

it('accepted messages are limited by bytes only', async () => {
  const table = await Table.of(async (room) => {
    const [ann] = await room.seated(1);
    for await (const _ of ann.messages('move')) room.state.moves++;
  });
  const seconds = 100;
  for (let round = 0; round < seconds * 10; round++) {
    table.intake.receiveMessage(table.ann, 'move', 'x'.repeat(4_000), undefined, 4_000);
    await table.tick(TICK_RATE / 10);
  }
  const bound = LIMITS.messageBytesBurst + seconds * LIMITS.messageBytesPerSecond;
  expect(table.journaled.length * 4_000).toBeLessThanOrEqual(bound);
  expect(table.journaled.length * 4_000).toBeGreaterThan(bound - 8_000);
  expect(new Set(table.told)).toEqual(new Set(['too-fast']));
  expect(table.match.state.moves).toBe(table.journaled.length);
});

it('no message is taken while too many wait for the next tick of the room', async () => {
  const table = await Table.of(asleep);
  for (let number = 0; number < LIMITS.queuedPerRoom; number++)
    table.inbox.pushMessage({ kind: 'message', player: 'bob', type: 'move', data: '' });
  expect(table.send(1, 'kept').reply).toMatchObject({ code: 'queue-full' });
  table.inbox.takeAll();
  table.send(2, 'kept');
  expect(table.inbox.takeAll()).toHaveLength(1);
});
