import { expect, it } from 'vitest';
import type { SendFailure } from '../../../client/connection/connection.ts';
import type { RoomSessionEvents } from '../../../client/connection/network/room-session.ts';
import { CLOSE, type Welcome } from '../../../shared/wire.ts';
import { MeteredSeat, type MeteredLine } from '../../../tools/load/metered-seat.ts';
import { newTimes, Counters, type Counts } from '../../../tools/load/counters.ts';
import type { StateProbe } from '../../../tools/load/state-probe.ts';

const WELCOME: Welcome = {
  game: 'tag',
  seat: 1,
  player: 'ann',
  tickRate: 30,
  inputs: true,
  matchId: 'ABCDE-x7k2m5q4pz',
  now: 0,
  received: 0,
  held: false,
  recoveries: 0,
  slipMs: 0,
};

/** A line without a wire: replies and patches come when the test says so. */
class HandLine {
  readonly code = 'ABCDE';
  readonly room = { connection: { events: {}, send: () => {}, transport: {} } };
  welcome = WELCOME;
  state: unknown = { now: 0, lines: [] };
  status: MeteredLine['status'] = 'live';
  lastAccepted = 0;
  pendingCount = 0;
  lastProcessedInput = 0;
  frame = 0;
  reply: (refused?: SendFailure) => void = () => {};

  send = (): Promise<SendFailure | undefined> => new Promise((resolve) => (this.reply = resolve));
  answer = this.send;
  sendInput = (): number => (this.status === 'live' ? ++this.frame : 0);
  leave = (): Promise<void> => Promise.resolve();
}

interface Book {
  now: number;
  lines: readonly string[];
}

const probe: StateProbe = {
  progress: (state) => [(state as Book).now],
  chat: { type: 'say', everySeconds: 1, lines: (state) => (state as Book).lines },
};

interface Bench {
  readonly line: HandLine;
  readonly seat: MeteredSeat;
  readonly events: RoomSessionEvents;
  readonly problems: readonly string[];
  readonly replyTimes: () => number;
  readonly frameTimes: () => number;
  readonly counts: () => Counts;
}

async function sit(): Promise<Bench> {
  const line = new HandLine();
  const [counters, times, problems] = [new Counters(), newTimes(), [] as string[]];
  const opened = Promise.withResolvers<RoomSessionEvents>();
  const meters = { counters, times, problem: (text: string) => void problems.push(text) };
  const seat = await MeteredSeat.take('Ann', probe, meters, {}, async (events) => {
    opened.resolve(events as RoomSessionEvents);
    return line;
  });
  return {
    line,
    seat,
    events: await opened.promise,
    problems,
    replyTimes: () => times.replies.count,
    frameTimes: () => times.frames.count,
    counts: () => counters.read(),
  };
}

function drop({ line, events }: Bench): void {
  line.status = 'dropped';
  events.dropped();
}

function comeBack({ line, events }: Bench, changes: Partial<Welcome> = {}): void {
  line.status = 'live';
  line.welcome = { ...WELCOME, ...changes };
  events.welcomed(line.welcome, true);
}

it('a reply is timed where the line stayed up, and counted where it did not', async () => {
  const bench = await sit();
  const first = bench.seat.send('roll', {});
  bench.line.reply();
  await first;
  const second = bench.seat.send('roll', {});
  drop(bench);
  comeBack(bench);
  bench.line.reply({ code: 'not-now', message: 'not now' });
  await second;
  expect(bench.counts()).toMatchObject({ messages: 2, replies: 2, refused: 1, reconnects: 1, lostMessages: 0 });
  expect(bench.replyTimes()).toBe(1);
});

it('a message is lost where the line closes before its reply, unless the player left', async () => {
  const bench = await sit();
  const sending = bench.seat.send('roll', {});
  bench.line.reply({ code: 'lost', message: 'lost' });
  await sending;
  const parting = bench.seat.send('roll', {});
  await bench.seat.leave();
  bench.line.reply({ code: 'lost', message: 'lost' });
  await parting;
  expect(bench.counts()).toMatchObject({ messages: 2, replies: 0, lostMessages: 1 });
});

it('a table that has received fewer messages than it accepted has forgotten some', async () => {
  const bench = await sit();
  bench.line.lastAccepted = 7;
  comeBack(bench, { received: 9 });
  expect(bench.counts().forgottenMessages).toBe(0);
  comeBack(bench, { received: 5 });
  expect(bench.counts().forgottenMessages).toBe(2);
});

it.each<[Partial<Welcome>]>([[{ seat: 2 }], [{ player: 'bob' }], [{ matchId: 'ABCDE-aaaaaaaaaa' }]])(
  'a player who returns to another place has lost the seat: %o',
  async (changes) => {
    const bench = await sit();
    comeBack(bench);
    expect(bench.counts().lostSeats).toBe(0);
    comeBack(bench, changes);
    expect(bench.counts()).toMatchObject({ reconnects: 2, lostSeats: 1 });
  },
);

it('a line that was accepted is there once, and one that was refused is not', async () => {
  const bench = await sit();
  const say = async (lines: string[], refused?: SendFailure): Promise<void> => {
    const saying = bench.seat.say();
    bench.line.state = { now: 0, lines };
    bench.line.reply(refused);
    await saying;
  };
  const tooFast: SendFailure = { code: 'too-fast', message: 'wait a moment' };
  await say(['Ann, line 1']);
  await say([], tooFast);
  expect(bench.counts()).toMatchObject({ forgottenMessages: 0, doubledMessages: 0, deniedMessages: 0 });
  await say(['Ann, line 1']);
  expect(bench.counts()).toMatchObject({ forgottenMessages: 1, doubledMessages: 0, deniedMessages: 0 });
  await say(['Ann, line 4', 'Ann, line 4']);
  expect(bench.counts()).toMatchObject({ forgottenMessages: 1, doubledMessages: 1, deniedMessages: 0 });
  await say(['Ann, line 5'], tooFast);
  expect(bench.counts()).toMatchObject({ forgottenMessages: 1, doubledMessages: 1, deniedMessages: 1 });
});

it('a state that goes back is noticed, and a line that is down is not looked at', async () => {
  const bench = await sit();
  const patch = (now: number): void => {
    bench.line.state = { now, lines: [] };
    bench.events.patched();
  };
  for (const now of [1, 5, 5, 6]) patch(now);
  drop(bench);
  patch(0);
  comeBack(bench);
  patch(6);
  expect(bench.counts()).toMatchObject({ patches: 6, setbacks: 0 });
  patch(4);
  expect(bench.counts().setbacks).toBe(1);
  expect(bench.problems).toEqual(['Ann at ABCDE: states that went back: 1 (from 6 to 4)']);
});

it('a frame is timed by the patch that acknowledges it, and cut where the line breaks before', async () => {
  const bench = await sit();
  for (let frame = 1; frame <= 5; frame++) bench.seat.sendInput({});
  bench.line.lastProcessedInput = 3;
  bench.events.patched();
  expect(bench.frameTimes()).toBe(3);
  expect(bench.seat.frames).toEqual({ sent: 5, seen: 3, breaks: 0 });
  drop(bench);
  bench.seat.sendInput({});
  bench.events.dropped();
  expect(bench.counts()).toMatchObject({ frames: 5, framesCut: 2 });
  bench.line.frame = 0;
  bench.line.lastProcessedInput = 0;
  comeBack(bench);
  bench.seat.sendInput({});
  bench.line.lastProcessedInput = 1;
  bench.events.patched();
  expect(bench.frameTimes()).toBe(4);
  expect(bench.seat.frames).toEqual({ sent: 1, seen: 1, breaks: 2 });
});

it.each([
  [CLOSE.over, { errors: 1, lostSeats: 0 }],
  [CLOSE.dismissed, { errors: 1, lostSeats: 0 }],
  [CLOSE.misbehaved, { errors: 1, lostSeats: 0 }],
  // The table's loss, which is counted once for all who sat there.
  [CLOSE.voided, { errors: 0, lostSeats: 0 }],
  [CLOSE.failed, { errors: 0, lostSeats: 0 }],
  // What the SDK and Colyseus close with where a seat is not found.
  [4002, { errors: 0, lostSeats: 1 }],
  [4003, { errors: 0, lostSeats: 1 }],
])('a line that is closed with %i counts as what it is', async (code, expected) => {
  const bench = await sit();
  expect(bench.counts().playing).toBe(1);
  bench.events.closed(code, 'why', undefined);
  expect(bench.counts()).toMatchObject({ ...expected, playing: 0 });
  expect(bench.seat.closed).toBe(code);
});
