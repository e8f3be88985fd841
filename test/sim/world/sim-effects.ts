/** What the games' effects do outside, in simulated time: they take a while, and fail, hang or get lost when they are told to. */
import type { EffectHandler, EffectHandlers } from '../../../server/host/effect-runs.ts';
import { LIMITS } from '../../../server/host/limits.ts';
import type { SimClock } from './sim-clock.ts';

export type EffectFault = 'fail' | 'hang' | 'lose';

const TOOK_MS = 150;

export interface SimEffectsParts {
  readonly clock: SimClock;
  /** An effect begins. */
  readonly started: (key: string) => void;
  /** The trouble that this run is in for; undefined: none. */
  readonly fault: () => EffectFault | undefined;
  /** The process dies before anybody hears of the result. */
  readonly crash: () => void;
}

export function simEffects(handlers: EffectHandlers, world: SimEffectsParts): EffectHandlers {
  return Object.fromEntries(Object.entries(handlers).map(([name, handler]) => [name, troubled(handler, world)]));
}

function troubled(
  handler: EffectHandler,
  { clock, started: began, fault: trouble, crash: die }: SimEffectsParts,
): EffectHandler {
  return async (args, context) => {
    began(context.key);
    const how = trouble();
    await clock.sleep(how === 'hang' ? LIMITS.effectMs : TOOK_MS);
    if (how === 'fail') throw new Error('the service is down');
    // The host gives up at its limit, by a clock of its own: that comes to the same.
    if (how === 'hang') throw new Error(`it took more than ${LIMITS.effectMs / 1_000} s`);
    const result = await handler(args, context);
    if (how === 'lose') die();
    return result;
  };
}
