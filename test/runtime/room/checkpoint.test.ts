import { Encoder, schema, t } from '@colyseus/schema';
import { pack, unpack } from 'msgpackr';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { BadCheckpoint, Cancelled, defineGame, RunawayTick, SystemError } from '../../../shared/runtime/index.ts';
import { Match, type Output, resumeMatches, type Snapshot } from '../../../shared/runtime/host.ts';
import { caught, gameOf, matchOf, resultOf, step, virtual, type From, type Script, type TestRoom } from '../play.ts';

const join = (player: string) => ({ kind: 'join', player, name: player, bot: false }) as const;
const START = { format: 1, game: 'test', matchId: 'TEST', seed: '1', options: {}, tickRate: 20, code: '' } as const;

function idle(room: TestRoom): Promise<void> {
  return room.sleep(3_600_000);
}

/** The match that goes on from where another had its last checkpoint. */
function twinOf(script: Script, { snapshot }: Match): Match {
  return new Match(gameOf(script), START, { from: unpack(pack(snapshot)) as Snapshot });
}

async function resumed(...matches: readonly Match[]): Promise<Output[]> {
  for (const { state } of matches) new Encoder(state);
  await resumeMatches(matches);
  return matches.flatMap((match) => match.takeOutputs());
}

test('C1.1 a checkpoint cancels all that runs, and enters the script with its data at the end of the tick', async () => {
  const log: string[] = [];
  const match = matchOf(async (room, from) => {
    log.push(`${room.tick} play ${JSON.stringify(from)}`);
    if (from !== undefined) return idle(room);
    room.spawn('task', async () => {
      const error = await caught(() => room.sleep(1e6));
      log.push(`${room.tick} task ${error instanceof Cancelled ? error.reason : String(error)}`);
      throw error;
    });
    await room.nextTick();
    room.spawn('late', async () => void log.push(`${room.tick} late`));
    await room.checkpoint({ round: 2 });
    log.push('never');
  });
  await step(match);
  await step(match);
  expect(log).toEqual(['1 play undefined', '2 late', '2 task checkpoint', '2 play {"round":2,"note":"none"}']);
  expect(match.ended).toBeUndefined();
  expect(match.liveTasks).toBe(1);
});

test('C1.2 cleanup under a shield takes its ticks first, and what enters meanwhile enters', async () => {
  const match = matchOf(async (room, from) => {
    if (from !== undefined) return idle(room);
    room.state.count = 1;
    try {
      await room.checkpoint({ round: 2 });
    } finally {
      await room.shield(1_000, () => room.sleep(100));
      room.state.count = 2;
    }
  });
  await step(match);
  expect(match.snapshot).toBeUndefined();
  await step(match, join('a'));
  expect([match.snapshot, match.players.length, match.describe().cancelled]).toEqual([undefined, 1, true]);
  await step(match);
  expect(match.snapshot).toMatchObject({ tick: 3, data: { round: 2 }, seats: [{ id: 'a' }] });
  expect(match.state.count).toBe(2);
  expect(match.describe().cancelled).toBe(false);
});

test('C1.3 a restarted script has only turns in the tick of its restart', async () => {
  const log: string[] = [];
  const match = matchOf(async (room, from) => {
    if (from === undefined) return room.checkpoint({ round: 2 });
    room.onTick(() => void log.push(`${room.tick} system`));
    room.spawn('sleeper', async () => {
      await room.sleep(0);
      log.push(`${room.tick} yielded`);
      await room.sleep(1);
      log.push(`${room.tick} slept`);
    });
    let looks = 0;
    await room.until(() => ++looks > 2);
    log.push(`${room.tick} until`);
    return idle(room);
  });
  await step(match);
  expect(log).toEqual(['1 yielded']);
  await step(match);
  await step(match);
  expect(log).toEqual(['1 yielded', '2 slept', '2 system', '3 system', '3 until']);
});

test('C1.4 after a second checkpoint in a tick the script is entered at the end of the next', async () => {
  const entered: [number, number | undefined][] = [];
  const script = async (room: TestRoom, from: From): Promise<never> => {
    const round = from?.round ?? 0;
    entered.push([room.tick, from?.round]);
    return room.checkpoint({ round: round + 1 });
  };
  const match = matchOf(script);
  for (let tick = 1; tick <= 3; tick++) await step(match);
  expect(entered).toEqual([[1, undefined], [1, 1], [2, 2], [3, 3]]); // prettier-ignore
  expect(match.ended).toBeUndefined();
});

test('C1.5 it makes no difference who calls, and how deep inside', async () => {
  const callers: Record<string, Script> = {
    task: async (room) => {
      room.spawn('task', () => room.checkpoint({ round: 2 }));
      await idle(room);
    },
    scope: (room) =>
      room.scope(() => room.within(1e6, () => room.all([() => idle(room), () => room.checkpoint({ round: 2 })]))),
    'other scope': async (room) => {
      room.spawn('task', () => room.scope(() => room.race([() => room.checkpoint({ round: 2 }), () => idle(room)])));
      await room.shield(50, () => idle(room));
    },
  };
  for (const [name, caller] of Object.entries(callers)) {
    const match = matchOf((room, from) => (from === undefined ? caller(room, from) : idle(room)));
    await step(match);
    await step(match);
    expect([name, match.snapshot?.data]).toEqual([name, { round: 2, note: 'none' }]);
    expect(match.liveTasks).toBe(1);
  }
});

test('C1.5 a call inside a shield waits until the time of the shield is up', async () => {
  const match = matchOf(async (room, from) => {
    if (from === undefined) await room.shield(100, () => room.checkpoint({ round: 2 }));
    await idle(room);
  });
  await step(match);
  await step(match);
  expect(match.snapshot).toBeUndefined();
  await step(match);
  expect(match.snapshot?.tick).toBe(3);
});

test('C1.6 the first of several counts, and a cancelled strand takes none', async () => {
  const errors: unknown[] = [];
  const match = matchOf(async (room, from) => {
    if (from?.round === 1) {
      room.spawn('late', async () => {
        await caught(() => room.sleep(1e6));
        errors.push(await caught(() => room.checkpoint({ round: 3 })));
      });
      await room.nextTick();
      return room.checkpoint({ round: 2 });
    }
    if (from !== undefined) return idle(room);
    await room.within(50, async () => {
      await caught(() => idle(room));
      errors.push(await caught(() => room.checkpoint({ round: 7 })));
    });
    return room.checkpoint({ round: 1 });
  });
  for (let tick = 1; tick <= 4; tick++) await step(match);
  expect(errors).toEqual([expect.any(Cancelled), expect.any(Cancelled)]);
  expect(match.snapshot?.data).toMatchObject({ round: 2 });
});

test('C1.7 an error in the cleanup ends the match instead', async () => {
  const match = matchOf(async (room) => {
    room.spawn('task', async () => {
      try {
        await idle(room);
      } finally {
        fail('broken');
      }
    });
    await room.nextTick();
    await room.checkpoint({ round: 2 });
  });
  await step(match);
  await step(match);
  expect(() => resultOf(match)).toThrow('broken');
  expect(match.snapshot).toBeUndefined();
});

test('C1.8 a script that swallows its cancellation and returns is restarted all the same', async () => {
  const match = matchOf(async (room, from) => {
    if (from !== undefined) return idle(room);
    await caught(() => room.checkpoint({ round: 2 }));
  });
  await step(match);
  expect(match.ended).toBeUndefined();
  expect(match.snapshot?.data).toMatchObject({ round: 2 });
});

test('C1.9 a restarted script has a new limit of turns', async () => {
  const script: Script = async (room, from) => {
    for (let turn = 0; turn < 60; turn++) await room.sleep(0);
    if (from === undefined) await room.checkpoint({ round: 2 });
    for (let turn = 0; turn < (from?.round ?? 0) * 30; turn++) await room.sleep(0);
    return idle(room);
  };
  const match = matchOf(script, { limits: { turnsPerTick: 100 } });
  await step(match);
  expect(match.ended).toMatchObject({ kind: 'failed', error: expect.any(RunawayTick) as unknown });
  expect(match.snapshot).toBeDefined();
  const calm = matchOf((room, from) => script(room, from && { ...from, round: 1 }), { limits: { turnsPerTick: 100 } });
  await step(calm);
  expect(calm.ended).toBeUndefined();
});

test('C1.10 once the script has returned or failed, a call that nothing cancels is refused', async () => {
  const errors: unknown[] = [];
  const match = matchOf(async (room) => {
    room.spawn('cleaner', async () => {
      try {
        await idle(room);
      } finally {
        await room.shield(1_000, async () => void errors.push(await caught(() => room.checkpoint({ round: 2 }))));
      }
    });
    await room.nextTick();
    return 'over';
  });
  await step(match);
  await step(match);
  expect(errors).toEqual([expect.any(BadCheckpoint)]);
  expect(match.ended).toEqual({ kind: 'finished', result: 'over' });
});

test('C2.1 players, spectators, the door, buffered messages, the state and chance stay as they are', async () => {
  const drawn: number[] = [];
  const match = matchOf(async (room, from) => {
    if (from === undefined) {
      await room.seated(3);
      room.joinable = false;
      room.state.count = room.random.int(1, 1e6);
      return room.checkpoint({ round: 2 });
    }
    drawn.push(room.random.int(1, 1e6));
    const [ann, bob] = room.players;
    const kept = [await ann?.next('kept'), await ann?.next('kept')];
    return [
      room.state.count,
      room.joinable,
      room.spectatorCount,
      ann?.connected,
      bob?.connected,
      bob?.bot,
      kept,
      room.players.length,
    ];
  });
  const kept = (data: number) => ({ kind: 'message', player: 'a', type: 'kept', data, ref: data }) as const;
  await step(
    match,
    join('a'),
    { kind: 'join', player: 'b', name: 'Bot', bot: true },
    { kind: 'spectate', player: 's', name: 's' },
  );
  await step(match, kept(1), { kind: 'drop', player: 'b' }, kept(2));
  const outputs = await step(match, join('c'));
  expect(outputs.filter(({ kind }) => kind === 'accepted')).toEqual([
    { kind: 'accepted', player: 'a', ref: 1 },
    { kind: 'accepted', player: 'a', ref: 2 },
  ]);
  const { count } = match.state;
  expect(resultOf(match)).toEqual([count, false, 1, true, false, true, [1, 2], 3]);
  expect(drawn).not.toEqual([count]);
});

test('C2.2 questions are closed, effects cancelled and systems stopped; the inputs of the tick are gone', async () => {
  const seen: unknown[] = [];
  const match = matchOf(async (room, from) => {
    const [ann] = await room.seated(1);
    seen.push(ann.inputs.length);
    if (from !== undefined) return idle(room);
    room.onTick(() => void seen.push('system'));
    void room.effect('fetch', { url: 'here' }).catch(() => undefined);
    void ann.ask('ready', { round: 1 }).catch(() => undefined);
    await ann.next('move');
    seen.push(ann.inputs.length);
    return room.checkpoint({ round: 2 });
  });
  await step(match, join('a'));
  const outputs = await step(
    match,
    { kind: 'input', seat: 0, changes: [1] },
    { kind: 'message', player: 'a', type: 'move', data: 1, ref: 5 },
  );
  expect(outputs).toEqual([
    { kind: 'accepted', player: 'a', ref: 5 },
    { kind: 'effect-cancelled', effect: 1 },
    { kind: 'asked', to: 'a', question: 1 },
  ]);
  await step(match, { kind: 'effect', effect: 1, result: 'late' });
  expect(seen).toEqual([0, 'system', 1, 0]);
  expect(match.droppedInputs).toBe(1);
});

test('C2.3 data that the schema refuses, or a game without one, is an error, and changes nothing', async () => {
  const errors: unknown[] = [];
  const match = matchOf(async (room, from) => {
    if (from !== undefined) return idle(room);
    errors.push(await caught(() => room.checkpoint(JSON.parse('{"round":"two"}') as { round: number })));
    await room.nextTick();
    return room.checkpoint({ round: 2, note: 'fits' });
  });
  await step(match);
  expect(errors).toEqual([expect.any(BadCheckpoint)]);
  expect(String(errors[0])).toContain('data.round: Invalid input: expected number');
  expect([match.snapshot, match.describe().cancelled]).toEqual([undefined, false]);
  await step(match);
  expect(match.snapshot?.data).toEqual({ round: 2, note: 'fits' });

  const game = defineGame({
    name: 'none',
    title: 'None',
    seats: { min: 1, max: 1 },
    tickRate: 20,
    state: schema({ count: t.number() }, 'None'),
    messages: {},
    async play(room) {
      return caught(() => room.checkpoint(undefined as never));
    },
  });
  const bare = new Match(game, { ...START, game: 'none' });
  await step(bare as unknown as ReturnType<typeof matchOf>);
  expect(String(resultOf(bare))).toContain('declares no "checkpoint" schema');
});

test('C2.4 data is plain, and the script that is entered has a copy of its own', async () => {
  const given = { list: [-0, null, 'a', { deep: true }], gone: undefined as unknown };
  const got: unknown[] = [];
  const errors: string[] = [];
  const game = defineGame({
    name: 'plain',
    title: 'Plain',
    seats: { min: 1, max: 1 },
    tickRate: 20,
    state: schema({ count: t.number().default(0) }, 'Plain'),
    messages: {},
    checkpoint: z.unknown(),
    async play(room, from) {
      if (from !== undefined) {
        got.push(from);
        return room.sleep(1e6);
      }
      const ring: unknown[] = [];
      ring.push(ring);
      for (const bad of [{ at: new Date(0) }, [1n], { fn: () => 1 }, ring, new Map()]) {
        errors.push(((await caught(() => room.checkpoint(bad))) as Error).message);
      }
      return room.checkpoint(given);
    },
  });
  const match = new Match(game, { ...START, game: 'plain' });
  await step(match as unknown as ReturnType<typeof matchOf>);
  expect(errors).toEqual([
    expect.stringContaining('data.at is a Date'),
    expect.stringContaining('data[0] is a bigint'),
    expect.stringContaining('data.fn is a function'),
    expect.stringContaining('nested more than 64 deep'),
    expect.stringContaining('data is a Map'),
  ]);
  expect(got).toStrictEqual([{ list: [0, null, 'a', { deep: true }] }]);
  expect(got).toStrictEqual([unpack(pack(match.snapshot?.data))]);
  given.list.push('later');
  (got[0] as typeof given).list.push('later');
  expect(match.snapshot?.data).toEqual({ list: [0, null, 'a', { deep: true }] });
});

test('C2.5 in a system it is the error SystemError', async () => {
  const match = matchOf(async (room) => {
    room.onTick(() => void room.checkpoint({ round: 2 }));
    await idle(room);
  });
  await step(match);
  expect(match.ended).toMatchObject({ error: expect.any(SystemError) as unknown });
});

test('C3.2 a match from a snapshot does what its original did after it, and numbers questions and effects on', async () => {
  const script: Script = async (room, from) => {
    const [ann] = await room.seated(1);
    const ask = ann.ask('ready', { round: from?.round ?? 1 });
    void room.effect('fetch', { url: 'x' }).catch(() => undefined);
    ann.notify('hello', `round ${from?.round}`);
    if (from === undefined) await room.checkpoint({ round: 2 });
    await ask;
    return room.checkpoint({ round: (from?.round ?? 1) + 1 });
  };
  const match = matchOf(script);
  const outputs = await step(match, join('a'));
  const twin = twinOf(script, match);
  expect(await resumed(twin)).toEqual(outputs.slice(-3));
  expect(outputs.slice(-3)).toMatchObject([{ question: 2 }, { effect: 2, key: 'TEST:2' }, { data: 'round 2' }]);
  expect([twin.tick, twin.describe()]).toEqual([match.tick, match.describe()]);
  const answer = { kind: 'answer', player: 'a', question: 2, answer: true } as const;
  expect(await step(twin as typeof match, answer)).toEqual(await step(match, answer));
});

test('C3.3 it is to be resumed once, before its first tick', async () => {
  const script: Script = (room, from) => (from === undefined ? room.checkpoint({ round: 2 }) : idle(room));
  const match = matchOf(script);
  expect(() => match.resume(() => undefined)).toThrow('only a match that was built from a snapshot');
  await step(match);
  const twin = twinOf(script, match);
  expect(twin.describe()).toEqual({ name: 'test', cancelled: false, tasks: [] });
  expect(() => twin.step([], () => undefined)).toThrow('has to be resumed first');
  await resumed(twin);
  expect(() => twin.resume(() => undefined)).toThrow('once');
  await step(twin);
  expect(twin.tick).toBe(2);
});

test('C3.4 a snapshot never changes, whatever becomes of its match', async () => {
  const script: Script = async (room, from) => {
    room.state.count++;
    const [ann] = await room.seated(1);
    if (from === undefined || from.round < 5) {
      await room.nextTick();
      return room.checkpoint({ round: (from?.round ?? 1) + 1 });
    }
    if (from !== undefined) from.note = 'changed';
    for (;;) await ann.next('kept');
  };
  const match = matchOf(script);
  await step(match, join('a'));
  await step(match, { kind: 'message', player: 'a', type: 'kept', data: 1 });
  const { snapshot } = match;
  const before = JSON.stringify(snapshot);
  for (let tick = 0; tick < 6; tick++) await step(match, { kind: 'leave', player: 'a' });
  const [first, second] = [twinOf(script, { snapshot } as Match), twinOf(script, { snapshot } as Match)];
  await resumed(first, second);
  for (const twin of [first, second]) await step(twin);
  expect(JSON.stringify(snapshot)).toBe(before);
  expect([first.ended, first.stateHash()]).toEqual([undefined, second.stateHash()]);
});

test('C3.5 a script that fails when it is restarted fails its match, resumed or not', async () => {
  const script: Script = async (room, from) => {
    if (from !== undefined) throw new Error('no way on');
    await room.checkpoint({ round: 2 });
  };
  const match = matchOf(script);
  await step(match);
  expect(() => resultOf(match)).toThrow('no way on');
  const twin = twinOf(script, match);
  await resumed(twin);
  expect(() => resultOf(twin)).toThrow('no way on');
});

test('M11 a VirtualMatch goes on from a snapshot', async () => {
  const script: Script = async (room, from) => {
    if (from === undefined) {
      const [ann] = await room.seated(1);
      await ann.next('move');
      return room.checkpoint({ round: 2 });
    }
    const [ann] = await room.seated(1);
    room.state.count = (await ann.next('move')) + from.round;
    await room.seated(2);
    return room.tick;
  };
  const first = virtual(script);
  const ann = await first.join('Ann');
  first.send(ann, 'move', 1);
  await first.tick();
  const second = virtual(script, { from: first.match.snapshot });
  const seen = second.connect(ann);
  const sent = second.send(ann, 'move', 40);
  await second.tick();
  expect([second.match.tick, sent.reply, seen.count]).toEqual([3, 'accepted', 42]);
  expect(await second.join('Bob')).toBe('p2');
  expect(resultOf(second)).toBe(4);
  expect(second.recording().frames.map(({ tick }) => tick)).toEqual([3, 4]);
});

function fail(message: string): never {
  throw new Error(message);
}
