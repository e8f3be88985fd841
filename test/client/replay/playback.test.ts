import { schema, t } from '@colyseus/schema';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { Playback, type PlaybackClock } from '../../../client/replay/playback.ts';
import { MatchTimeline } from '../../../client/replay/match-timeline.ts';
import { liarsDice } from '../../../shared/games/liars-dice/index.ts';
import type { Phase } from '../../../shared/games/liars-dice/state.ts';
import { defineGame, type Game, type GameSpec, type StateOf } from '../../../shared/runtime/index.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';
import { type Recording, Replay, type ReplaySettings } from '../../../shared/runtime/host.ts';
import { diceMatch } from './dice-match.ts';

/** A run takes as long as the machine is busy with other things. */
const PATIENT = { timeout: 30_000, interval: 5 };

/** A clock that advances only when a test says so. */
class ManualPlaybackClock implements PlaybackClock {
  ms = 0;
  /** While false, the read-ahead stands still. */
  #readsAhead = true;
  #held: (() => void)[] = [];
  #due: (() => void)[] = [];

  now(): number {
    return this.ms;
  }

  nextFrame(): Promise<void> {
    return new Promise((resolve) => this.#due.push(resolve));
  }

  yieldToPage(): Promise<void> {
    return new Promise((resolve) => (this.#readsAhead ? setImmediate(resolve) : void this.#held.push(resolve)));
  }

  /** Pauses or resumes the read-ahead. */
  set readsAhead(readsAhead: boolean) {
    this.#readsAhead = readsAhead;
    if (readsAhead) for (const resolve of this.#held.splice(0)) resolve();
  }

  /** Draws a picture every 50 ms for this long. */
  async pass(ms: number): Promise<void> {
    for (const end = this.ms + ms; this.ms < end;) {
      this.ms += 50;
      await this.draw();
    }
  }

  /** Draws one picture now. */
  async draw(): Promise<void> {
    for (const due of this.#due.splice(0)) due();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

let recording: Recording;
beforeAll(async () => {
  recording = await diceMatch();
});

interface Opened<G extends GameSpec = typeof liarsDice> {
  readonly playback: Playback<G>;
  readonly clock: ManualPlaybackClock;
  state(): StateOf<G>;
  /** Waits until the shown run has reached the position. */
  settled(): Promise<void>;
  seek(tick: number): Promise<void>;
}

/** Opens a match for the test, with a finished read-ahead. */
function open(): Promise<Opened> {
  return openOf<typeof liarsDice>(recording, liarsDice);
}

async function openOf<G extends GameSpec>(match: Recording, game: Game<G>): Promise<Opened<G>> {
  const opened = beginOf<G>(match, game);
  await vi.waitUntil(() => opened.playback.bufferedTick >= opened.playback.end, PATIENT);
  await opened.settled();
  return opened;
}

function begin(match: Recording, clock?: ManualPlaybackClock): Opened {
  return beginOf<typeof liarsDice>(match, liarsDice, clock);
}

function beginOf<G extends GameSpec>(match: Recording, game: Game<G>, clock = new ManualPlaybackClock()): Opened<G> {
  const playback = new Playback<G>(game, match, (onOutput) => new Replay<G>(game, match, { onOutput }), clock);
  onTestFinished(() => playback.close());
  return openedFrom(playback, clock);
}

function openedFrom<G extends GameSpec>(playback: Playback<G>, clock: ManualPlaybackClock): Opened<G> {
  const settled = async (): Promise<void> => {
    while (playback.busy) await clock.draw();
  };
  const seek = (tick: number): Promise<void> => {
    playback.seek(tick);
    return settled();
  };
  return { playback, clock, settled, seek, state: () => playback.connection.state };
}

/** Asks its player for a second, waits a second, and restarts, three times. */
const asking = defineGame({
  name: 'asking',
  title: 'Asking',
  seats: { min: 1, max: 1 },
  tickRate: 10,
  state: schema({ round: t.uint8().default(0) }, 'Asking'),
  messages: {},
  questions: { sure: { data: z.object({ round: z.number() }), answer: z.boolean() } },
  checkpoint: z.object({ round: z.number() }),
  async play(room, from) {
    const round = from?.round ?? 1;
    room.state.round = round;
    const [player] = await room.seated(1);
    await player.ask('sure', { round }, { timeoutMs: 1_000, otherwise: false });
    await room.sleep(1_000);
    if (round < 3) await room.checkpoint({ round: round + 1 });
  },
});

/** A tick in this phase of the first round. */
function tickOf(phase: Phase): number {
  const { frames } = recording;
  const first = (type: string): number =>
    frames.find(({ entries }) => entries.some((entry) => entry.kind === 'message' && entry.type === type))?.tick ?? 0;
  return phase === 'bidding' ? first('bid') - 1 : first('challenge') + 20;
}

describe('the clock', () => {
  it('stands still before it is started and after it is stopped', async () => {
    const { playback, clock } = await open();
    await clock.pass(1_000);
    expect(playback.tick).toBe(0);
    playback.toggle();
    await clock.pass(1_000);
    playback.toggle();
    await clock.pass(1_000);
    expect(playback.tick).toBe(20);
    expect(playback.connection.matchNow()).toBe(1_000);
  });

  it('is known to the table, also while it stands still', async () => {
    const { playback } = await open();
    const { connection } = playback;
    expect(connection.held).toBe(true);
    playback.toggle();
    expect(connection.held).toBe(false);
    playback.scrub(true);
    expect(connection.held).toBe(true);
    playback.scrub(false);
    playback.toggle();
    expect(connection.held).toBe(true);
  });

  it.each([0.5, 1, 2, 4, 8] as const)(
    'at speed %d it advances as many seconds of the match per second',
    async (speed) => {
      const { playback, clock } = await open();
      playback.setSpeed(speed);
      playback.toggle();
      await clock.pass(1_000);
      expect(playback.tick).toBe(20 * speed);
    },
  );

  it('does not jump after the page was hidden', async () => {
    const { playback, clock } = await open();
    playback.toggle();
    await clock.pass(500);
    clock.ms += 60_000;
    await clock.pass(50);
    expect(playback.tick).toBeLessThan(20);
  });

  it('stops at the end, and starts again from the beginning', async () => {
    const { playback, clock, state, seek } = await open();
    await seek(playback.end - 10);
    playback.toggle();
    await clock.pass(1_000);
    expect(playback).toMatchObject({ playing: false, atEnd: true });
    playback.toggle();
    await clock.pass(100);
    expect(playback.tick).toBeLessThan(5);
    expect(state().round).toBe(0);
  });

  it('waits while the visitor drags the handle of the bar', async () => {
    const { playback, clock, seek } = await open();
    playback.toggle();
    playback.scrub(true);
    await seek(100);
    await clock.pass(1_000);
    expect(playback.tick).toBe(100);
    playback.scrub(false);
    await clock.pass(1_000);
    expect(playback.tick).toBe(120);
  });
});

describe('what is shown', () => {
  it('is the same at a tick, wherever the seek started', async () => {
    const { playback, state, seek } = await open();
    const stories: string[] = [];
    for (const way of [[tickOf('reveal')], [playback.end, tickOf('reveal')], [3, tickOf('reveal')]]) {
      for (const tick of way) await seek(tick);
      stories.push(JSON.stringify(state()));
    }
    expect(new Set(stories).size).toBe(1);
    expect(state().phase).toBe('reveal');
  });

  it('includes the dice of the viewer’s seat, and no dice for a spectator', async () => {
    const { playback, state, seek, settled } = await open();
    await seek(tickOf('bidding'));
    const dice = () => state().seats.map((seat) => seat.dice?.length ?? 0);
    expect(dice()).toEqual([0, 0]);
    playback.watchAs('p2');
    await settled();
    expect(playback.connection.seat).toBe(1);
    expect(dice()).toEqual([0, 5]);
    playback.watchAs(undefined);
    await settled();
    expect(dice()).toEqual([0, 0]);
  });

  it('keeps its viewer when that player joins or leaves', async () => {
    const { playback, clock, seek, settled } = await open();
    playback.watchAs('p2');
    await settled();
    expect(playback.connection.seat).toBeUndefined();
    playback.toggle();
    await clock.pass(500);
    expect(playback.connection.seat).toBe(1);
    playback.toggle();
    await seek(playback.end);
    expect(playback.connection.seat).toBeUndefined();
  });

  it('includes the questions that are open for the viewer at that moment', async () => {
    const match = new VirtualMatch(asking);
    await match.join('Ann');
    await match.until(() => match.ended !== undefined);
    const { playback, seek } = await openOf<typeof asking>(match.recording(), asking);
    await seek(5);
    expect(playback.connection.questions).toEqual([]);
    playback.watchAs('p1');
    const asked: unknown[] = [];
    for (const tick of [5, 15, 25, 5, 45, 35, 24]) {
      await seek(tick);
      asked.push(playback.connection.questions.map(({ name, data }) => ({ name, data })));
    }
    const sure = (round: number) => [{ name: 'sure', data: { round } }];
    expect(asked).toEqual([sure(1), [], sure(2), sure(1), sure(3), [], sure(2)]);
  });

  it('includes the notices of the time that is played, not of the time that is skipped', async () => {
    const { playback, clock, seek } = await open();
    const heard: string[] = [];
    playback.connection.on('emote', ({ emote }) => heard.push(emote));
    playback.toggle();
    await seek(tickOf('reveal'));
    expect(heard).toEqual([]);
    await seek(tickOf('bidding'));
    await clock.pass(3_000);
    expect(heard).toHaveLength(1);
  });
});

describe('the read-ahead', () => {
  it('finds the seated players and the timeline marks', async () => {
    const { playback } = await open();
    expect(playback.timeline.seated).toEqual([
      { player: 'p1', name: 'Ann', seat: 0 },
      { player: 'p2', name: 'Bob', seat: 1 },
    ]);
    expect(playback.timeline.marks.map(({ text }) => text)).toEqual([
      'Ann joins',
      'Bob joins',
      'Part 2',
      'Part 3',
      'Ann leaves, Bob leaves',
      'Part 4',
    ]);
  });

  it('notifies the page from time to time, not at each of its steps', async () => {
    const { playback, settled } = begin(recording);
    let notified = 0;
    playback.subscribe(() => notified++);
    await vi.waitUntil(() => playback.bufferedTick >= playback.end, PATIENT);
    await settled();
    expect(recording.lastTick).toBeGreaterThan(400);
    // At its start, at its end, and when the shown state has changed.
    expect(notified).toBeLessThan(10);
  });

  it('stays ahead of the shown position', async () => {
    const { playback, clock } = begin(recording);
    clock.readsAhead = false;
    await vi.waitUntil(() => playback.bufferedTick > 0, PATIENT);
    playback.toggle();
    await clock.pass(30_000);
    expect(playback).toMatchObject({ tick: playback.bufferedTick, playing: true });
    expect(playback.bufferedTick).toBeLessThan(100);
  });

  it('is awaited by a seek beyond it', async () => {
    const { playback, clock, state, settled } = begin(recording);
    clock.readsAhead = false;
    await vi.waitUntil(() => playback.bufferedTick > 0, PATIENT);
    playback.seek(tickOf('reveal'));
    await clock.pass(1_000);
    expect(playback).toMatchObject({ tick: tickOf('reveal'), busy: true });
    expect(state().phase).toBe('waiting');
    clock.readsAhead = true;
    await settled();
    expect(state().phase).toBe('reveal');
  });

  it('stops where this code diverges from the recording; what lies before can be shown', async () => {
    const frames = recording.frames.map((frame) =>
      frame.tick > 60 && frame.trace !== undefined
        ? { ...frame, trace: { ...frame.trace, calls: frame.trace.calls + 1 } }
        : frame,
    );
    const { playback, state, settled } = begin({ ...recording, frames });
    playback.seek(playback.lastTick);
    await vi.waitUntil(() => playback.divergence !== undefined, PATIENT);
    await settled();
    expect(playback.divergence?.tick).toBeGreaterThan(60);
    expect(playback).toMatchObject({ tick: (playback.divergence?.tick ?? 0) - 1, end: playback.tick, atEnd: true });
    expect(state().phase).toBe('bidding');
  });
});

describe('long work', () => {
  /** Each reading of the clock is 5 ms later, so two ticks exceed a slice. */
  class SlowBeat extends ManualPlaybackClock {
    override now(): number {
      return (this.ms += 5);
    }
  }

  it('yields to the page every few ticks', async () => {
    const clock = new SlowBeat();
    clock.readsAhead = false;
    const { playback } = begin(recording, clock);
    let yields = 0;
    // The read-ahead yields once at a time.
    while (playback.bufferedTick < 100) {
      clock.readsAhead = true;
      clock.readsAhead = false;
      yields++;
      await clock.draw();
    }
    expect(yields).toBeGreaterThan(40);
  });

  it('is abandoned when the playback is closed', async () => {
    const clock = new SlowBeat();
    let ahead: Replay<typeof liarsDice> | undefined;
    const open = (onOutput: ReplaySettings['onOutput']): Replay<typeof liarsDice> =>
      (ahead = new Replay<typeof liarsDice>(liarsDice, recording, onOutput && { onOutput }));
    const playback = new Playback<typeof liarsDice>(liarsDice, recording, open, clock);
    await vi.waitUntil(() => playback.bufferedTick > 0, PATIENT);
    playback.close();
    for (let left = 10; left > 0; left--) await clock.draw();
    const { tick } = ahead!;
    expect(tick).toBeLessThan(recording.lastTick);
    for (let left = 100; left > 0; left--) await clock.draw();
    expect(ahead!.tick).toBe(tick);
  });

  it('is abandoned by a seek to before it', async () => {
    const clock = new SlowBeat();
    let ahead: Replay<typeof liarsDice> | undefined;
    const playback = new Playback<typeof liarsDice>(
      liarsDice,
      recording,
      (onOutput) => (ahead = new Replay<typeof liarsDice>(liarsDice, recording, { onOutput })),
      clock,
    );
    onTestFinished(() => playback.close());
    const { seek, settled } = openedFrom(playback, clock);
    await vi.waitUntil(() => playback.bufferedTick >= playback.end, PATIENT);
    await settled();
    await seek(10);
    // There is no snapshot to start from.
    const far = (playback.timeline.marks.find(({ kind }) => kind === 'part')?.tick ?? 0) - 1;
    playback.seek(far);
    await clock.draw();
    playback.seek(3);
    let furthest = 0;
    while (playback.busy) {
      furthest = Math.max(furthest, ahead?.tick ?? 0);
      await clock.draw();
    }
    expect(far - furthest).toBeGreaterThan(50);
    expect(playback.tick).toBe(3);
    expect(ahead?.tick).toBe(3);
  });
});

it('a timeline has at most a thousand marks and two hundred players', () => {
  const join = (player: string) => ({ kind: 'join', player, name: 'Ann', bot: false }) as const;
  const players = Array.from({ length: 3_000 }, (_, index) => `p${index}`);
  const frames = players.map((player, tick) => ({ tick, entries: [join(player), { kind: 'leave', player } as const] }));
  const timeline = new MatchTimeline({ ...recording, frames });
  for (const [tick, player] of players.entries()) {
    timeline.onOutput({ kind: 'joined', player, seat: 0 }, tick);
    timeline.advance({ tick, snapshot: undefined });
  }
  expect(timeline.marks.length).toBeLessThanOrEqual(1_000);
  expect(timeline.marks[0]).toMatchObject({ tick: 0, text: 'Ann joins' });
  expect(timeline.seated).toHaveLength(200);
});

it('the previous mark is the one before the mark at the position', async () => {
  const { playback, seek } = await open();
  const parts = playback.timeline.marks.filter(({ kind }) => kind === 'part').map(({ tick }) => tick);
  await seek((parts[1] ?? 0) + 5);
  expect(playback.adjacentMark('previous')?.tick).toBe(parts[0]);
  await seek((parts[1] ?? 0) + 50);
  expect(playback.adjacentMark('previous')?.tick).toBe(parts[1]);
  expect(playback.adjacentMark('next')?.kind).toBe('leave');
  await seek(playback.end);
  expect(playback.adjacentMark('next')).toBeUndefined();
});

it('a replay refuses messages', async () => {
  const { playback } = await open();
  expect(await playback.connection.send()).toMatchObject({ code: 'illegal' });
});
