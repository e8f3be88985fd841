/** An arena in virtual time, with what the tests do and ask in it. */
import type { z } from 'zod';
import {
  arena,
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

export class TestArena {
  readonly match: VirtualMatch<Spec>;
  /** Player ids in the order in which they joined. */
  readonly players: string[] = [];

  constructor(options: Options = {}, { seed = 1, bot }: { seed?: number; bot?: BotScript<Spec> } = {}) {
    this.match = new VirtualMatch(arena, { options: { fill: 0, ...options }, seed, bot });
  }

  /** An arena without bots in which so many are in the midst of a fight, safe no more. */
  static async fighting(players: number, options: Options = {}, seed = 1): Promise<TestArena> {
    const arena = new TestArena(options, { seed });
    await arena.join(players);
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

  /** Puts a fighter somewhere, at rest, and lets it have been there for as long as anybody looks back. */
  put(seat: number, x: number, y: number): void {
    const body = this.body(seat);
    body.x = x;
    body.y = y;
  }

  /** Lets the past forget where everybody was before. */
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
