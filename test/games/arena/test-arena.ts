/** An arena in virtual time, with helpers for tests. */
import type { z } from 'zod';
import {
  arena,
  arenaBot,
  mapNamed,
  type ArenaMap,
  type Body,
  type Fighter,
  type Phase,
} from '../../../shared/games/arena/index.ts';
import type { ArenaOptions, arenaSpec } from '../../../shared/games/arena/spec.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';
import type { BotScript } from '../../../shared/runtime/index.ts';

export type Options = z.input<typeof ArenaOptions>;
type Spec = typeof arenaSpec;

interface ArenaParts {
  readonly seed?: number;
  readonly bot?: BotScript<Spec>;
}

export class TestArena {
  readonly match: VirtualMatch<Spec>;
  /** Player ids in the order in which they joined. */
  readonly players: string[] = [];

  constructor(options: Options = {}, { seed = 1, bot }: ArenaParts = {}) {
    this.match = new VirtualMatch(arena, { options: { fill: 0, ...options }, seed, bot });
  }

  /** An arena with this many players seated. */
  static async seated(players: number, ...arena: ConstructorParameters<typeof TestArena>): Promise<TestArena> {
    const made = new TestArena(...arena);
    await made.join(players);
    return made;
  }

  /** An arena of bots, which play since a spectator is there. */
  static async watched(options: Options, parts: ArenaParts = {}): Promise<TestArena> {
    const arena = new TestArena(options, { bot: arenaBot, ...parts });
    await arena.match.spectate('Zoe');
    return arena;
  }

  /** An arena without bots in a fight, its players no longer invulnerable. */
  static async fighting(players: number, options: Options = {}, seed = 1): Promise<TestArena> {
    const arena = await TestArena.seated(players, options, { seed });
    await arena.reach('fight');
    await arena.match.advance(100);
    return arena;
  }

  get state(): VirtualMatch<Spec>['state'] {
    return this.match.state;
  }

  get map(): ArenaMap {
    return mapNamed(this.state.map);
  }

  fighter(seat: number): Fighter {
    const fighter = this.state.fighters[seat];
    if (fighter === undefined) throw new RangeError(`there is no seat ${seat}`);
    return fighter;
  }

  body(seat: number): Body {
    return this.fighter(seat).body;
  }

  get scores(): number[] {
    return this.state.fighters.map(({ score }) => score);
  }

  idOf(seat: number): string {
    return this.fighter(seat).player;
  }

  async join(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) this.players.push(await this.match.join(`Player ${this.players.length + 1}`));
  }

  async leave(seat: number): Promise<void> {
    this.match.leave(this.idOf(seat));
    await this.match.tick();
  }

  setInput(seat: number, controls: Parameters<VirtualMatch<Spec>['setInput']>[1]): void {
    this.match.setInput(this.idOf(seat), controls);
  }

  async reach(phase: Phase, limitMs = 400_000): Promise<void> {
    await this.match.until(() => this.state.phase === phase, { limitMs });
  }

  /** Moves a fighter to a position. */
  put(seat: number, x: number, y: number): void {
    const body = this.body(seat);
    body.x = x;
    body.y = y;
  }

  /** Moves fighters to the middles of tiles, and settles. */
  async place(...places: readonly [seat: number, column: number, row: number][]): Promise<void> {
    for (const [seat, column, row] of places) this.put(seat, ...this.tile(column, row));
    await this.settle();
  }

  /** Lets enough ticks pass that lag compensation rewinds to no position from before. */
  async settle(): Promise<void> {
    await this.match.tick(10);
  }

  /** The middle of a tile, in units. */
  tile(column: number, row: number): [x: number, y: number] {
    return [column * 512 + 256, row * 512 + 256];
  }

  notices(seat: number, type: string): unknown[] {
    return this.match
      .notices(this.idOf(seat))
      .filter((notice) => notice.type === type)
      .map(({ data }) => data);
  }
}
