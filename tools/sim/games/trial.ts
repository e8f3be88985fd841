/** Tests the invariants of a game: plays one room in virtual time, with bots as players and now and then a hostile action. */
import { type GameSpec, Random } from '../../../shared/runtime/index.ts';
import {
  GameStores,
  MemoryDataBackend,
  NO_LOG,
  type Match,
  type Output,
  stepMatches,
  type Steps,
  validateAnswer,
} from '../../../shared/runtime/host.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';
import { WIRE } from '../../../shared/wire.ts';
import type { HostileAction, Knowledge, SimGame, RoomSetup } from './sim-game.ts';
import { TrialPlayer } from './trial-player.ts';

export interface TrialOptions {
  readonly seed: number;
  /** Drawn by the seed unless given. */
  readonly table?: RoomSetup;
  /** The probability per tick of a hostile action. */
  readonly chaos: number;
  readonly limitMs: number;
  /** Ends when the match has reached its goal, or with the first violation. */
  readonly until?: 'over' | 'violation';
  /** Called after each tick, before the invariants are checked. */
  readonly tamper?: (match: Match) => void;
  /** Like `tamper`, until it returns true. */
  readonly tamperOnce?: (match: Match) => boolean;
  /** Fields of the match that its watcher sees with other values. */
  readonly overrides?: Readonly<Partial<Record<keyof Match, unknown>>>;
}

export interface TrialResult {
  /** By invariant, or 'a leak'; the first details of each. */
  readonly violations: ReadonlyMap<string, string>;
  readonly branches: ReadonlyMap<string, number>;
  /** The match time at which the match first reached its goal; undefined: never. */
  readonly overMs: number | undefined;
  readonly ticks: number;
  /** How often the knowledge of a client was checked. */
  readonly looks: number;
  readonly failure: string | undefined;
}

export async function trial(game: SimGame, options: TrialOptions): Promise<TrialResult> {
  const run = new Trial(game, options);
  await run.play();
  return run.result;
}

class Trial {
  readonly #game: SimGame;
  readonly #options: TrialOptions;
  readonly #random: Random;
  readonly #match: VirtualMatch<GameSpec>;
  readonly #stores = new GameStores(new MemoryDataBackend());
  readonly #violations = new Map<string, string>();
  readonly #branches = new Map<string, number>();
  readonly #players = new Map<string, TrialPlayer>();
  #heard = 0;
  #lastPerson = 0;
  #overMs: number | undefined;
  #ticks = 0;
  #looks = 0;

  constructor(game: SimGame, options: TrialOptions) {
    this.#game = game;
    this.#options = options;
    this.#random = new Random(String(options.seed), 'trial');
    const { players, options: chosen } = options.table ?? game.setup(this.#random);
    this.#match = new VirtualMatch<GameSpec>(game.game, { options: chosen, seed: options.seed, bot: game.bot });
    for (let left = players; left > 0; left -= 1) this.#join('join');
  }

  async play(): Promise<void> {
    const match = this.#match;
    const { overrides, tamper, tamperOnce } = this.#options;
    const watched = overrides
      ? new Proxy(match.match, { get: (target, field) => Reflect.get(field in overrides ? overrides : target, field) })
      : match.match;
    const watcher = this.#game.watch(watched, (branch) => {
      this.#branches.set(branch, (this.#branches.get(branch) ?? 0) + 1);
    });
    let isTampered = false;
    while (match.ended === undefined && match.now < this.#options.limitMs) {
      this.#act();
      await match.tick();
      this.#ticks += 1;
      tamper?.(match.match);
      isTampered ||= tamperOnce?.(match.match) ?? false;
      for (const { invariant, details } of watcher.check())
        this.#note(invariant, `tick ${match.match.tick}: ${details}`);
      await this.#stepPeople();
      if (this.#options.until === 'violation' && this.#violations.size > 0) return;
      if (match.ended !== undefined || !this.#game.isOver(match.state)) continue;
      this.#overMs ??= match.now;
      if (this.#options.until === 'over') return;
    }
  }

  get result(): TrialResult {
    const { ended } = this.#match;
    return {
      violations: this.#violations,
      branches: this.#branches,
      overMs: this.#overMs,
      ticks: this.#ticks,
      looks: this.#looks,
      failure: ended?.kind === 'failed' ? String(ended.error.stack) : undefined,
    };
  }

  #note(invariant: string, details: string): void {
    if (!this.#violations.has(invariant)) this.#violations.set(invariant, details);
  }

  #join(kind: 'join' | 'spectate'): void {
    this.#lastPerson += 1;
    const player = `person-${this.#lastPerson}`;
    this.#match.enter({ kind, player, name: `Guest ${this.#lastPerson}`, bot: false });
  }

  #act(): void {
    const random = this.#random;
    const [match, players] = [this.#match, this.#match.match.players.filter(({ bot }) => !bot)];
    if (players.length === 0 || !random.chance(this.#options.chaos)) return;
    const { id, seat } = random.pick(players);
    const mayLeave = players.length > 1 && random.chance(0.3);
    const action = random.int(0, 60);
    if (action === 0) this.#join(random.chance(0.7) ? 'join' : 'spectate');
    else if (action < 4 && mayLeave && (action === 1 || this.#game.isWorstMoment(match.state, seat))) this.#leave(id);
    else if (action < 6) match.drop(id);
    else if (action === 6) match.return(id);
    else this.#misbehave(id, this.#game.hostile(random, match.state));
  }

  #leave(id: string): void {
    this.#match.leave(id);
    this.#players.delete(id);
  }

  #misbehave(player: string, action: HostileAction): void {
    const match = this.#match;
    if (action.kind === 'input') this.#players.get(player)?.setInput(action.numbers, action.seenAtMs);
    else if (action.type === WIRE.answer) this.#answer(player, action.data);
    else match.send(player, action.type, action.data as never);
  }

  #answer(player: string, data: unknown): void {
    const { game } = this.#game;
    const asked = this.#match.questions(player).at(-1);
    const told = (data as { readonly answer?: unknown } | null | undefined)?.answer ?? this.#random.chance(0.7);
    const checked = validateAnswer(game, asked?.name ?? '', told);
    if (checked.ok) this.#match.answer(player, checked.data);
  }

  /** Lets all who have come decode what they are sent, and play. */
  async #stepPeople(): Promise<void> {
    const { match, outputs } = this.#match;
    for (; this.#heard < outputs.length; this.#heard += 1) {
      const output = outputs[this.#heard]!;
      if (output.kind === 'joined' && output.player.startsWith('person-')) this.#seat(output.player, output.seat);
      for (const player of this.#players.values()) player.receive(output);
      if (output.kind === 'dismiss') this.#players.delete(output.player);
      if (output.kind === 'effect') await this.#carryOut(output);
    }
    const steps: Steps = [];
    for (const player of this.#players.values()) {
      if (match.players.find(({ id }) => id === player.id)?.connected) player.addStep(steps);
    }
    await stepMatches(steps);
  }

  async #carryOut({ effect, name, args, key }: Extract<Output, { kind: 'effect' }>): Promise<void> {
    const behaviour = this.#game.effects?.behaviours.get(name);
    if (behaviour === undefined) return;
    if (this.#random.chance(this.#options.chaos)) {
      this.#match.enter({ kind: 'effect', effect, error: { name: 'Error', message: 'it failed' } });
    } else {
      const { matchId } = this.#match.match.start;
      const { signal } = new AbortController();
      const store = this.#stores.open(this.#game.game.name, { matchId, signal });
      const context = { key, matchId, signal, store, log: NO_LOG };
      const result = await behaviour.run(args, context);
      this.#match.enter({ kind: 'effect', effect, result });
    }
  }

  #seat(player: string, seat: number | undefined): void {
    const person = new TrialPlayer(this.#game, this.#match, player, seat, (knowledge) => {
      this.#looks += 1;
      const leak = this.#game.leak(knowledge as Knowledge<never>);
      if (leak !== '') this.#note('a leak', `tick ${this.#match.match.tick}, ${player}: ${leak}`);
    });
    this.#players.set(player, person);
  }
}
