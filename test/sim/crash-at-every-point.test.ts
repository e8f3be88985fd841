/** Output commit: the server process crashes at every point of a match, and recovers from its journal. */
import { expect, it } from 'vitest';
import { installTraps, Replay } from '../../shared/runtime/host.ts';
import { simGameOf } from '../../tools/sim/games/index.ts';
import { readOptions } from '../../tools/sim/options.ts';
import type { SimOutcome } from '../../tools/sim/outcome.ts';
import { taskOf } from '../../tools/sim/task.ts';
import { SimWorld } from '../../tools/sim/world/sim-world.ts';
import { simulate } from '../../tools/sim/world/simulate.ts';

const game = simGameOf('kitchen-sink')!;
/** Its match has players and spectators, a late one, checkpoints, effects, a player who is kicked, and dropped connections. */
const SEED = '27';

async function taskWith(...args: string[]) {
  const words = ['--game', 'kitchen-sink', '--crash-at-every-point', '--from', SEED, ...args];
  return taskOf(readOptions(words, { cores: 1, from: 0 })!, (file) => file);
}

/** What happens with a crash at each point of the match. */
const { draw, seeds } = await taskWith();
const points = seeds - 1;
const crashed: SimOutcome[] = [];
for (let point = 0; point < points; point++) crashed.push(await simulate(game, draw(point)));
const labels = crashed.map(({ crashes }) => crashes[0] ?? 'nowhere');

function pointAt(label: string, skipped = 0): number {
  const found = [...labels.keys()].filter((point) => labels[point]?.startsWith(label))[skipped];
  if (found === undefined) throw new Error(`no crash ${label}`);
  return found;
}

it('wherever the process crashes, no invariant is violated', () => {
  const violations = crashed.flatMap(({ violations: found, crashes }) => found.map((each) => ({ crashes, ...each })));
  expect(violations).toEqual([]);
  expect(crashed.every(({ crashes }) => crashes.length === 1)).toBe(true);
});

it('the process crashes around every write, message, step and effect', () => {
  expect(new Set(labels.map((label) => label.replace(/ (for|of) \S+/, '')))).toEqual(
    new Set([
      ...['before open()', 'after open()', 'before checkpoint()', 'after checkpoint()', 'before end()', 'after end()'],
      ...['before inputs are collected', 'before the commit', 'in the commit, before the write'],
      ...[
        'in the commit, after the write',
        'before the step',
        'in the step',
        'before the release',
        'after the release',
      ],
      ...['before a patch', 'before $welcome', 'before $reply', 'before $ask', 'before $asked', 'before $ended'],
      'before $refused',
      ...['before said', 'before whisper', 'before the token', 'before an effect runs', 'after an effect has run'],
      ...['before the connection is closed', 'before all connections are closed'],
    ]),
  );
  expect(labels).toContain('before a patch for spectator3.1');
});

it('after the last point the process does not crash any more', async () => {
  expect((await simulate(game, draw(points))).crashes).toEqual([]);
});

it.each([
  ['before anybody has joined', pointAt('before the commit')],
  ['with a tick that was written and not stepped', pointAt('before the step', 9)],
  ['after a checkpoint', pointAt('after checkpoint()') + 20],
  ['at the end of the match', pointAt('before end()')],
])('wherever the recovery from a crash %s crashes, no invariant is violated', async (_, first) => {
  const { draw: crashAgain } = await taskWith('--after', `${first}`);
  const violations: unknown[] = [];
  let isRecovered = false;
  for (let [second, ticks] = [0, 0]; ticks < 3; second++) {
    const outcome = await simulate(game, crashAgain(second));
    const [, label] = outcome.crashes;
    if (label === undefined) break;
    isRecovered ||= label === 'after recovered()';
    if (isRecovered && label === 'before inputs are collected') ticks++;
    violations.push(...outcome.violations.map((each) => ({ label, ...each })));
  }
  expect(isRecovered).toBe(true);
  expect(violations).toEqual([]);
});

it('a match that crashed twice is replayed as its clients saw it', async () => {
  installTraps();
  const plan = { ...draw(0), crashPoints: [pointAt('before a patch', 60), 150] };
  const world = new SimWorld(game, plan, { checks: 'every tick', keepsOld: true });
  await world.run();
  expect(world.crashes).toHaveLength(2);
  const [log] = [...world.logs.values()];
  const replay = new Replay(log!.game, (await world.disk.medium.recording(log!.matchId))!);
  const seen = [...log!.clients.values()].flatMap(({ id, seen: states }) => states.map((state) => ({ id, ...state })));
  for (const { id, tick, state } of seen.sort((a, b) => a.tick - b.tick)) {
    await replay.advance(tick);
    expect(JSON.stringify(replay.see(id))).toBe(state);
  }
  await replay.advance(replay.lastTick);
  expect(replay.divergence).toBeUndefined();
  expect(seen.length).toBeGreaterThan(50);
});
