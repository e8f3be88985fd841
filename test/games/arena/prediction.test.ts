import { describe, expect, test } from 'vitest';
import { arenaBot, mapNamed, stepFighter, type Body, type StepBody } from '../../../shared/games/arena/index.ts';
import { inputEntry } from '../../../shared/runtime/host.ts';
import { Random } from '../../../shared/runtime/index.ts';
import { TestArena } from './test-arena.ts';

/** What a client needs of its own body to predict its steps. */
function copyOf(body: Body): StepBody {
  const { x, y, aim, health, dashing, boosted, steps, dashMove, dashEnds, dashReady } = body;
  const { blasterReady, railgunReady, boostBegins, boostEnds, shots } = body;
  const cooldowns = { blasterReady, railgunReady, boostBegins, boostEnds, shots };
  return { x, y, aim, health, dashing, boosted, steps, dashMove, dashEnds, dashReady, ...cooldowns };
}

describe("a client's prediction agrees with the server", () => {
  test.each([1, 2, 3])('after any input frames, with gaps and bursts, during a fight (seed %i)', async (seed) => {
    const random = new Random(String(seed), 'prediction');
    const arena = await TestArena.seated(1, { seats: 8, fill: 6, roundMs: 60_000 }, { seed, bot: arenaBot });
    const [me = ''] = arena.players;
    const client = arena.match.connect(me);
    await arena.reach('fight');
    const seat = arena.state.fighters.findIndex(({ player }) => player === me);
    const own = (): Body => {
      const body = client.fighters[seat]?.body;
      if (body === undefined) throw new Error('the own body is in sight, always');
      return body;
    };
    let frame = { move: 0, aim: 0, buttons: 0 };
    let [compared, corrected] = [0, 0];
    for (let tick = 0; tick < 900; tick += 1) {
      const predicted = copyOf(own());
      for (let frames = random.pick([0, 1, 1, 1, 2]); frames > 0; frames -= 1) {
        if (random.chance(0.1))
          frame = { move: random.int(0, 16), aim: random.int(0, 1_023), buttons: random.int(0, 7) };
        stepFighter(predicted, frame, mapNamed(client.map));
        const last = arena.match.match.inputOf(me) ?? [];
        // Entries hold differences: both frames of a tick differ from the entries before them.
        arena.match.enter(inputEntry(seat, entered(last), [frame.move, frame.aim, frame.buttons, 100]));
        told = [frame.move, frame.aim, frame.buttons, 100];
      }
      await arena.match.tick();
      told = undefined;
      compared += 1;
      const { health, boostBegins, boostEnds, ...rest } = copyOf(own());
      const { health: before, boostBegins: _begins, boostEnds: _ends, ...foreseen } = predicted;
      // Deaths and respawns are not predicted.
      if ((health === 0) !== (before === 0)) corrected += 1;
      else expect(rest).toEqual(foreseen);
      expect(boostBegins).toBeLessThanOrEqual(boostEnds);
    }
    expect(compared).toBe(900);
    expect(corrected).toBeLessThan(60);
  });
});

/** The last input entered within this tick; undefined: none yet. */
let told: readonly number[] | undefined;

function entered(last: readonly number[]): readonly number[] {
  return told ?? last;
}
