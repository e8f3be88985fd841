/** A fight in the arena in virtual time: people only, whose frames come over a network. */
import { arena } from '../../../shared/games/arena/game.ts';
import { TICK_RATE } from '../../../shared/games/arena/constants.ts';
import { arenaSpec } from '../../../shared/games/arena/spec.ts';
import { firesNext } from '../../../shared/games/arena/step.ts';
import { inputEntry, InputShape, type Snapshot } from '../../../shared/runtime/host.ts';
import { Random } from '../../../shared/runtime/index.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';
import { ScriptedInput } from '../arena/scripted-input.ts';
import type { RecordedMatch } from './recorded-match.ts';

export const FIGHTERS = 8;

/** One frame in this many is late, and comes with the next one. */
const LATE = 25;
/** How long ago a player saw the others: what the picture lags behind, half a round trip, and the wait for the tick. */
const SEEN_MS_AGO = 115;
const WAIT_MS = 1_000 / TICK_RATE;
/** By so much it differs from frame to frame, on either side. */
const JITTER_MS = 5;

const shape = new InputShape(arenaSpec.input);

/** @param seconds of play, from the beginning of the first round's countdown on */
export async function playFight(seed: number, seconds: number): Promise<RecordedMatch> {
  const match = openArena(seed);
  const fighters: Fighter[] = [];
  for (let seat = 0; seat < FIGHTERS; seat++)
    fighters.push(new Fighter(match, await match.join(`P${seat}`), seed, seat));
  const snapshots: Snapshot[] = [];
  const end = match.now + seconds * 1_000;
  while (match.now < end) {
    for (const fighter of fighters) fighter.act();
    await match.tick();
    const { snapshot } = match.match;
    if (snapshot !== undefined && snapshot !== snapshots.at(-1)) snapshots.push(snapshot);
  }
  return { recording: match.recording(), snapshots };
}

function openArena(seed: number) {
  return new VirtualMatch(arena, { options: { seats: FIGHTERS, fill: 0 }, seed });
}

type ArenaMatch = ReturnType<typeof openArena>;

class Fighter {
  readonly #match: ArenaMatch;
  readonly #player: string;
  readonly #seat: number;
  readonly #hand: ScriptedInput;
  readonly #line: Random;
  /** Where in a tick its frames come. */
  readonly #waitMs: number;
  #late: number[] | undefined;
  #seenMsAgo = 0;

  constructor(match: ArenaMatch, player: string, seed: number, seat: number) {
    this.#match = match;
    this.#player = player;
    this.#seat = seat;
    this.#hand = new ScriptedInput(seed * FIGHTERS + seat + 1);
    this.#line = new Random(String(seed), `line ${seat}`);
    this.#waitMs = this.#line.float() * WAIT_MS;
  }

  /** Sends what the hand does in this tick, after what was late; or is late with it. */
  act(): void {
    this.#hand.next();
    const isLate = this.#late === undefined && this.#line.chance(1 / LATE);
    const frame = this.#frame(isLate);
    const before = this.#match.match.inputOf(this.#player) ?? shape.neutral();
    if (isLate) {
      this.#late = frame;
    } else {
      if (this.#late !== undefined) this.#match.enter(inputEntry(this.#seat, before, this.#late));
      this.#match.enter(inputEntry(this.#seat, this.#late ?? before, frame));
      this.#late = undefined;
    }
  }

  /** Frames that fire nothing tell nothing of what was seen. */
  #frame(isLate: boolean): number[] {
    const { move, aim, buttons } = this.#hand;
    const body = this.#match.state.fighters[this.#seat]?.body;
    if (body !== undefined && firesNext(body, buttons) !== 'none') {
      const jitterMs = (this.#line.float() + this.#line.float() - 1) * JITTER_MS;
      this.#seenMsAgo = SEEN_MS_AGO + this.#waitMs + jitterMs + (isLate ? WAIT_MS : 0);
    }
    return shape.merge([], { move, aim, buttons, seenMsAgo: this.#seenMsAgo });
  }
}
