import { schema, t } from '@colyseus/schema';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { Playback, type PlaybackClock } from '../../../client/replay/playback.ts';
import { MatchTimeline } from '../../../client/replay/match-timeline.ts';
import { liarsDice } from '../../../shared/games/liars-dice/index.ts';
import type { Phase, Table } from '../../../shared/games/liars-dice/state.ts';
import { defineGame, type Game } from '../../../shared/runtime/index.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';
import { type Recording, Replay, type ReplaySettings } from '../../../shared/runtime/host.ts';
import { diceMatch } from './dice-match.ts';

/** A run takes as long as the machine has other things to do. */
const PATIENT = { timeout: 30_000, interval: 5 };

/** Time that passes only when a test says so. */
class HandBeat implements PlaybackClock {
  ms = 0;
  /** The run ahead goes on only as long as this is so. */
  #breathes = true;
  #held: (() => void)[] = [];
  #due: (() => void)[] = [];

  now(): number {
    return this.ms;
  }

  nextFrame(): Promise<void> {
    return new Promise((resolve) => this.#due.push(resolve));
  }

  yieldToPage(): Promise<void> {
    return new Promise((resolve) => (this.#breathes ? setImmediate(resolve) : void this.#held.push(resolve)));
  }

  /** Holds the run ahead, or lets it go on. */
  set breathes(breathes: boolean) {
    this.#breathes = breathes;
    if (breathes) for (const resolve of this.#held.splice(0)) resolve();
  }

  /** Shows pictures for this long, one each 50 ms. */
  async pass(ms: number): Promise<void> {
    for (const end = this.ms + ms; this.ms < end;) {
      this.ms += 50;
      await this.picture();
    }
  }

  /** Shows a picture at this moment. */
  async picture(): Promise<void> {
    for (const due of this.#due.splice(0)) due();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

let recording: Recording;
beforeAll(async () => {
  recording = await diceMatch();
});

interface Opened {
  readonly playback: Playback;
  readonly beat: HandBeat;
  state(): Table;
}

/** Opens a match until the test is finished, once the run ahead is through. */
async function open(match = recording, game: Game = liarsDice): Promise<Opened> {
  const opened = begin(match, game);
  await vi.waitUntil(() => opened.playback.bufferedTick >= opened.playback.end, PATIENT);
  await settled(opened);
  return opened;
}

function begin(match: Recording, game: Game = liarsDice, beat = new HandBeat()): Opened {
  const playback = new Playback(game, match, (onOutput) => new Replay(game, match, { onOutput }), beat);
  onTestFinished(() => playback.close());
  return { playback, beat, state: () => playback.connection.state as Table };
}

/** Waits until what is to be shown is shown. */
async function settled({ playback, beat }: Opened): Promise<void> {
  while (playback.busy) await beat.picture();
}

async function seek(opened: Opened, tick: number): Promise<void> {
  opened.playback.seek(tick);
  await settled(opened);
}

/** Asks its player for a second, waits a second, and begins anew, three times. */
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
  it('stands still until it is started, and when it is stopped', async () => {
    const opened = await open();
    const { playback, beat } = opened;
    await beat.pass(1_000);
    expect(playback.tick).toBe(0);
    playback.toggle();
    await beat.pass(1_000);
    playback.toggle();
    await beat.pass(1_000);
    expect(playback.tick).toBe(20);
    expect(playback.connection.matchNow()).toBe(1_000);
  });

  it('is told to the table, also where it stands still', async () => {
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

  it.each([0.5, 1, 2, 4, 8] as const)('at speed %d a second of ours is as much of the match', async (speed) => {
    const opened = await open();
    const { playback, beat } = opened;
    playback.setSpeed(speed);
    playback.toggle();
    await beat.pass(1_000);
    expect(playback.tick).toBe(20 * speed);
  });

  it('does not jump when the page was not shown for a while', async () => {
    const opened = await open();
    const { playback, beat } = opened;
    playback.toggle();
    await beat.pass(500);
    beat.ms += 60_000;
    await beat.pass(50);
    expect(playback.tick).toBeLessThan(20);
  });

  it('stops at the end, and begins anew from there', async () => {
    const opened = await open();
    const { playback, beat, state } = opened;
    await seek(opened, playback.end - 10);
    playback.toggle();
    await beat.pass(1_000);
    expect(playback).toMatchObject({ playing: false, atEnd: true });
    playback.toggle();
    await beat.pass(100);
    expect(playback.tick).toBeLessThan(5);
    expect(state().round).toBe(0);
  });

  it('waits while somebody holds the handle of the bar', async () => {
    const opened = await open();
    const { playback, beat } = opened;
    playback.toggle();
    playback.scrub(true);
    await seek(opened, 100);
    await beat.pass(1_000);
    expect(playback.tick).toBe(100);
    playback.scrub(false);
    await beat.pass(1_000);
    expect(playback.tick).toBe(120);
  });
});

describe('what is shown', () => {
  it('is the same at a tick, wherever one comes from', async () => {
    const opened = await open();
    const { playback, state } = opened;
    const stories: string[] = [];
    for (const way of [[tickOf('reveal')], [playback.end, tickOf('reveal')], [3, tickOf('reveal')]]) {
      for (const tick of way) await seek(opened, tick);
      stories.push(JSON.stringify(state()));
    }
    expect(new Set(stories).size).toBe(1);
    expect(state().phase).toBe('reveal');
  });

  it('has the dice of the eyes’ seat, and a watcher sees nobody’s', async () => {
    const opened = await open();
    const { playback, state } = opened;
    await seek(opened, tickOf('bidding'));
    const dice = () => state().seats.map((seat) => seat.dice?.length ?? 0);
    expect(dice()).toEqual([0, 0]);
    playback.watchAs('p2');
    await settled(opened);
    expect(playback.connection.seat).toBe(1);
    expect(dice()).toEqual([0, 5]);
    playback.watchAs(undefined);
    await settled(opened);
    expect(dice()).toEqual([0, 0]);
  });

  it('goes on through the same eyes when their player sits down, and when the player leaves', async () => {
    const opened = await open();
    const { playback, beat } = opened;
    playback.watchAs('p2');
    await settled(opened);
    expect(playback.connection.seat).toBeUndefined();
    playback.toggle();
    await beat.pass(500);
    expect(playback.connection.seat).toBe(1);
    playback.toggle();
    await seek(opened, playback.end);
    expect(playback.connection.seat).toBeUndefined();
  });

  it('has the questions that are open to the eyes at that moment, and to nobody else', async () => {
    const match = new VirtualMatch(asking);
    await match.join('Ann');
    await match.until(() => match.ended !== undefined);
    const opened = await open(match.recording(), asking);
    const { playback } = opened;
    await seek(opened, 5);
    expect(playback.connection.questions).toEqual([]);
    playback.watchAs('p1');
    const asked: unknown[] = [];
    for (const tick of [5, 15, 25, 5, 45, 35, 24]) {
      await seek(opened, tick);
      asked.push(playback.connection.questions.map(({ name, data }) => ({ name, data })));
    }
    const sure = (round: number) => [{ name: 'sure', data: { round } }];
    expect(asked).toEqual([sure(1), [], sure(2), sure(1), sure(3), [], sure(2)]);
  });

  it('has the notices of the time that is played, and not of the time that is jumped over', async () => {
    const opened = await open();
    const { playback, beat } = opened;
    const heard: string[] = [];
    playback.connection.onNotice((type) => heard.push(type));
    playback.toggle();
    await seek(opened, tickOf('reveal'));
    expect(heard).toEqual([]);
    await seek(opened, tickOf('bidding'));
    await beat.pass(3_000);
    expect(heard).toEqual(['emote']);
  });
});

describe('the run ahead', () => {
  it('finds who sat where, and the moments to jump to', async () => {
    const opened = await open();
    const { playback } = opened;
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

  it('tells the page now and then, and not at each of its steps', async () => {
    const opened = begin(recording);
    let told = 0;
    opened.playback.subscribe(() => told++);
    await vi.waitUntil(() => opened.playback.bufferedTick >= opened.playback.end, PATIENT);
    await settled(opened);
    expect(recording.lastTick).toBeGreaterThan(400);
    // When it begins, when it is through, and when what is shown has changed.
    expect(told).toBeLessThan(10);
  });

  it('is never overtaken', async () => {
    const { playback, beat } = begin(recording);
    beat.breathes = false;
    await vi.waitUntil(() => playback.bufferedTick > 0, PATIENT);
    playback.toggle();
    await beat.pass(30_000);
    expect(playback).toMatchObject({ tick: playback.bufferedTick, playing: true });
    expect(playback.bufferedTick).toBeLessThan(100);
  });

  it('is waited for by a jump to where it has not been', async () => {
    const opened = begin(recording);
    const { playback, beat, state } = opened;
    beat.breathes = false;
    await vi.waitUntil(() => playback.bufferedTick > 0, PATIENT);
    playback.seek(tickOf('reveal'));
    await beat.pass(1_000);
    expect(playback).toMatchObject({ tick: tickOf('reveal'), busy: true });
    expect(state().phase).toBe('waiting');
    beat.breathes = true;
    await settled(opened);
    expect(state().phase).toBe('reveal');
  });

  it('stops where this code makes another match of it; what lies before can be seen', async () => {
    const frames = recording.frames.map((frame) =>
      frame.tick > 60 && frame.trace !== undefined
        ? { ...frame, trace: { ...frame.trace, calls: frame.trace.calls + 1 } }
        : frame,
    );
    const opened = begin({ ...recording, frames });
    const { playback, state } = opened;
    playback.seek(playback.lastTick);
    await vi.waitUntil(() => playback.divergence !== undefined, PATIENT);
    await settled(opened);
    expect(playback.divergence?.tick).toBeGreaterThan(60);
    expect(playback).toMatchObject({ tick: (playback.divergence?.tick ?? 0) - 1, end: playback.tick, atEnd: true });
    expect(state().phase).toBe('bidding');
  });
});

describe('work that takes long', () => {
  /** Each look at the clock is 5 ms later: two ticks take longer than a slice. */
  class SlowBeat extends HandBeat {
    override now(): number {
      return (this.ms += 5);
    }
  }

  it('lets the page go on every few ticks', async () => {
    const beat = new SlowBeat();
    beat.breathes = false;
    const { playback } = begin(recording, liarsDice, beat);
    let breaths = 0;
    // One breath of the run ahead at a time.
    while (playback.bufferedTick < 100) {
      beat.breathes = true;
      beat.breathes = false;
      breaths++;
      await beat.picture();
    }
    expect(breaths).toBeGreaterThan(40);
  });

  it('ends where the page is closed', async () => {
    const beat = new SlowBeat();
    let ahead: Replay | undefined;
    const open = (onOutput: ReplaySettings['onOutput']): Replay =>
      (ahead = new Replay(liarsDice, recording, onOutput && { onOutput }));
    const playback = new Playback(liarsDice, recording, open, beat);
    await vi.waitUntil(() => playback.bufferedTick > 0, PATIENT);
    playback.close();
    for (let left = 10; left > 0; left--) await beat.picture();
    const { tick } = ahead!;
    expect(tick).toBeLessThan(recording.lastTick);
    for (let left = 100; left > 0; left--) await beat.picture();
    expect(ahead!.tick).toBe(tick);
  });

  it('is given up where a jump goes back from there', async () => {
    const beat = new SlowBeat();
    let ahead: Replay | undefined;
    const playback = new Playback(
      liarsDice,
      recording,
      (onOutput) => (ahead = new Replay(liarsDice, recording, { onOutput })),
      beat,
    );
    onTestFinished(() => playback.close());
    const opened = { playback, beat, state: () => playback.connection.state as Table };
    await vi.waitUntil(() => playback.bufferedTick >= playback.end, PATIENT);
    await settled(opened);
    await seek(opened, 10);
    // There is no snapshot to begin at.
    const far = (playback.timeline.marks.find(({ kind }) => kind === 'part')?.tick ?? 0) - 1;
    playback.seek(far);
    await beat.picture();
    playback.seek(3);
    let furthest = 0;
    while (playback.busy) {
      furthest = Math.max(furthest, ahead?.tick ?? 0);
      await beat.picture();
    }
    expect(far - furthest).toBeGreaterThan(50);
    expect(playback.tick).toBe(3);
    expect(ahead?.tick).toBe(3);
  });
});

it('a bar has a thousand marks at most, and the eyes of two hundred', () => {
  const join = (player: string) => ({ kind: 'join', player, name: 'Ann', bot: false }) as const;
  const players = Array.from({ length: 3_000 }, (_, index) => `p${index}`);
  const frames = players.map((player, tick) => ({ tick, entries: [join(player), { kind: 'leave', player } as const] }));
  const story = new MatchTimeline({ ...recording, frames });
  for (const [tick, player] of players.entries()) {
    story.onOutput({ kind: 'joined', player, seat: 0 }, tick);
    story.advance({ tick, snapshot: undefined });
  }
  expect(story.marks.length).toBeLessThanOrEqual(1_000);
  expect(story.marks[0]).toMatchObject({ tick: 0, text: 'Ann joins' });
  expect(story.seated).toHaveLength(200);
});

it('one step back at a mark goes to the one before it', async () => {
  const opened = await open();
  const { playback } = opened;
  const parts = playback.timeline.marks.filter(({ kind }) => kind === 'part').map(({ tick }) => tick);
  await seek(opened, (parts[1] ?? 0) + 5);
  expect(playback.adjacentMark('previous')?.tick).toBe(parts[0]);
  await seek(opened, (parts[1] ?? 0) + 50);
  expect(playback.adjacentMark('previous')?.tick).toBe(parts[1]);
  expect(playback.adjacentMark('next')?.kind).toBe('leave');
  await seek(opened, playback.end);
  expect(playback.adjacentMark('next')).toBeUndefined();
});

it('nothing can be done at a table whose match is over', async () => {
  const opened = await open();
  const { playback } = opened;
  expect(await playback.connection.send()).toMatchObject({ code: 'illegal' });
  expect(await playback.connection.answer()).toMatchObject({ code: 'illegal' });
});
