/** The decoder of examples/python against the library's, on what is drawn. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Decoder, Encoder, Reflection, StateView, type Schema } from '@colyseus/schema';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { StateEncoder } from '../../shared/runtime/host.ts';
import { apply, CHANGE_NAMES, newWorld, programs, type WorldChange } from '../runtime/state/worlds.ts';
import { isWithoutPython } from './python.ts';

const FOLDER = join(import.meta.dirname, '../../examples/python');
const RUNS = 300;
/** A view of the library's own does not tell that it follows a collection until something changes. */
const NAMES = CHANGE_NAMES.filter((name) => name !== 'follow');

/** Prints each state as JSON, for each line with the types and the frames of one client. */
const DECODE = `
import json, sys
from greenroom.schema import Bag, Decoder, Reader, read_types

def plain(value):
    if isinstance(value, (list, Bag)):
        return [plain(each) for each in (value.values() if isinstance(value, Bag) else value)]
    return {key: plain(each) for key, each in value.items()} if isinstance(value, dict) else value

for line in sys.stdin:
    types, *frames = map(bytes.fromhex, json.loads(line))
    decoder = Decoder(*read_types(types))
    states = []
    for frame in frames:
        decoder.decode(Reader(frame))
        states.append(plain(decoder.state))
    print(json.dumps(states))
`;

interface Watched {
  /** The types, and then what a client gets, in hexadecimal. */
  readonly frames: readonly string[];
  /** What it has decoded after each frame. */
  readonly states: readonly unknown[];
}

/** What a client that sees its part of a world gets and decodes while the world changes. */
function watch(ticks: readonly (readonly WorldChange[])[]): Watched {
  const views = [new StateView(), new StateView()];
  const world = newWorld();
  const encoder = new Encoder(world);
  const states = new StateEncoder(encoder);
  const types = Reflection.encode(encoder);
  const reflected = Reflection.decode(types.slice());
  const decoder = new Decoder<Schema>(reflected.state, reflected.context);
  const watched = { frames: [Buffer.from(types).toString('hex')], states: [] as unknown[] };
  const take = (bytes: Uint8Array | undefined): void => {
    if (bytes === undefined || bytes.length === 0) return;
    decoder.decode(bytes.slice());
    watched.frames.push(Buffer.from(bytes).toString('hex'));
    watched.states.push(JSON.parse(JSON.stringify(decoder.state, shorten)));
  };
  take(states.whole(views[0]));
  for (const changes of ticks) {
    for (const change of changes) apply(world, views, change);
    take(states.patches(new Set(views))?.get(views[0]));
  }
  return watched;
}

function shorten(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}

it.skipIf(isWithoutPython)(
  'S1.1 the client in Python decodes whatever a state holds and does as the library does',
  () => {
    const drawn = fc.sample(programs(NAMES), { numRuns: RUNS, seed: 7 }).map(watch);
    const input = drawn.map(({ frames }) => JSON.stringify(frames)).join('\n');
    const { stdout, stderr } = spawnSync('python3', ['-B', '-c', DECODE], {
      ...{ input, encoding: 'utf8', maxBuffer: 2 ** 30 },
      env: { ...process.env, PYTHONPATH: FOLDER },
    });
    expect(stderr).toBe('');
    const decoded = stdout.trim().split('\n');
    for (const [at, { states }] of drawn.entries()) expect(JSON.parse(decoded[at] ?? 'null')).toEqual(states);
  },
);
