import { expect, it } from 'vitest';
import type { Prediction } from '../../../client/connection/real-time.ts';
import { arena, arenaBot } from '../../../shared/games/arena/index.ts';
import { mapNamed } from '../../../shared/games/arena/maps.ts';
import type { Body } from '../../../shared/games/arena/state.ts';
import { STEP_FIELDS, stepFighter } from '../../../shared/games/arena/step.ts';
import { openPracticeOf } from './court.ts';

const JUMP = 600;

it('in a minute of arena practice no prediction is corrected', async () => {
  const { table, clock, errors } = await openPracticeOf<typeof arena>(arena, arenaBot, { options: { fill: 6 } });
  const { realTime } = table.connection;
  const { state } = table.connection;
  if (realTime === undefined) throw new Error('no real time');
  let led: { body: Body; lead: Prediction<Body> } | undefined;
  let steps = 0;
  for (let picture = 0; picture < 60 * 60; picture++) {
    await clock.pass(15 + (picture % 4));
    const due = realTime.update(clock.ms);
    const body: Body | undefined = state.fighters[table.connection.seat]?.body;
    if (body === undefined) continue;
    if (led?.body !== body) {
      led?.lead.dispose();
      const lead = realTime.predict<Body>(
        body,
        STEP_FIELDS,
        (fighter, { move = 0, aim = 0, buttons = 0 }) =>
          void stepFighter(fighter, { move, aim, buttons }, mapNamed(state.map)),
        { snap: JUMP },
      );
      led = { body, lead };
    }
    for (let left = due; left > 0; left--) {
      led.lead.send({ move: 1 + ((steps >> 4) % 16), aim: steps % 1_024, buttons: steps % 5 === 0 ? 5 : 0 });
      steps++;
    }
    realTime.value(body, 'y');
  }
  expect(steps).toBeGreaterThan(1_700);
  expect(state.feed.length).toBeGreaterThan(0);
  expect(realTime.stats).toMatchObject({ correction: 0, corrections: 0 });
  expect(errors).toEqual([]);
});
