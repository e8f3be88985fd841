/** What outlives a process: the disk, the clients, and what was done outside. */
import type { Entry } from '../../../shared/runtime/host.ts';
import { MemoryDisk } from '../journal/memory-store.ts';
import { VirtualClient, type Deed } from './virtual-client.ts';

/** A house that does one thing wrong, to see that it is found out. */
export type Sabotage =
  | 'lets out before the journal has it'
  | 'acknowledges before the journal has it'
  | 'takes what arrives twice for two'
  | 'forgets effects that were under way'
  | 'runs effects again under other keys'
  | 'shows everybody what the first player sees'
  | 'comes back with other dice';

/** What a client may have seen of a tick, in short. */
export interface Release {
  readonly tick: number;
  readonly hash: number;
}

export interface EffectRun {
  readonly key: string;
  /** When it began. */
  readonly tick: number;
}

export type InputEntry = Extract<Entry, { kind: 'input' }>;

export interface ReadInput {
  readonly tick: number;
  readonly entry: InputEntry;
}

const rest = (steps: number): Deed[][] => Array.from({ length: steps }, () => ['rest']);

const ANN: Deed[][] = [
  ['say', 'move'],
  ['gift', 'input', 'input'],
  ['move', 'bad move'],
  ['never'],
  ['say', 'say', 'input', 'input', 'input'],
  ['shapeless', 'say'],
  ...rest(2),
  ['gift', 'gift', 'gift', 'move'],
  ['say'],
  ['input', 'move'],
  ['bad move', 'say'],
  ['say'],
  ['gift', 'shapeless'],
  ['move', 'move'],
  ...rest(3),
  ['say', 'never', 'gift'],
  ['say'],
  ['move', 'input'],
  ...rest(4),
  ['say', 'gift'],
];

const BOB: Deed[][] = [
  ['move'],
  ['say', 'gift'],
  ...rest(3),
  ['say', 'move', 'input'],
  ['drop'],
  ['say', 'move'],
  ['gift', 'never', 'input'],
  ...rest(2),
  ['say'],
  ['move', 'gift'],
  ['say', 'say'],
  ...rest(2),
  ['gift', 'say'],
  ...rest(2),
  ['say', 'gift', 'drop'],
  ['say', 'shapeless', 'move'],
];

const CAT: Deed[][] = [...rest(2), ['say', 'gift'], ...rest(4), ['say', 'bye']];

const EVE: Deed[][] = [...rest(4), ['say'], ...rest(6), ['input', 'say']];

export interface Options {
  readonly sabotage?: Sabotage;
  readonly bobAwaySteps?: number;
}

export class World {
  readonly disk = new MemoryDisk();
  readonly clients: readonly VirtualClient[] = [
    new VirtualClient('ann', false, ANN),
    new VirtualClient('bob', false, BOB),
    // In the tick of a checkpoint.
    new VirtualClient('cat', false, CAT, 12),
    new VirtualClient('eve', true, EVE),
  ];
  readonly effectRuns: EffectRun[] = [];
  readonly releases: Release[] = [];
  readonly inputs: ReadInput[] = [];
  /** How many tokens were given out. */
  tokens = 0;
  /** Those who came back and did not find their seats. */
  readonly strangers: string[] = [];
  /** What a house that has come back takes for being in the room, and the match does not, or the other way about. */
  readonly misbooked: string[] = [];
  readonly sabotage: Sabotage | undefined;
  /** Bob does not come back at once after a crash. */
  readonly bobAwaySteps: number;

  constructor({ sabotage, bobAwaySteps = 2 }: Options = {}) {
    this.sabotage = sabotage;
    this.bobAwaySteps = bobAwaySteps;
  }

  get over(): boolean {
    return this.clients.every(({ over }) => over);
  }
}
