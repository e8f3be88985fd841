/** The effects of a game in simulated time: they take a while, and fail, time out or lose their result as planned. */
import type { EffectHandler, GameEffects } from '../../../shared/runtime/index.ts';
import { LIMITS } from '../../../server/host/limits.ts';
import type { CrashPoints } from './crash-points.ts';
import type { SimClock } from './sim-clock.ts';

export type EffectFault = 'fail' | 'hang' | 'lose';

const EFFECT_MS = 150;

export interface SimEffectsParts {
  readonly clock: SimClock;
  readonly crashPoints: CrashPoints;
  readonly started: (key: string) => void;
  /** The fault of the effect that starts now; undefined: none. */
  readonly takeFault: () => EffectFault | undefined;
}

export function simEffects(effects: GameEffects | undefined, parts: SimEffectsParts): GameEffects | undefined {
  if (effects === undefined) return undefined;
  const behaviours = [...effects.behaviours].map(([name, { run }]) => [name, { run: withFaults(run, parts) }] as const);
  return { game: effects.game, behaviours: new Map(behaviours) };
}

function withFaults(handler: EffectHandler, parts: SimEffectsParts): EffectHandler {
  const { clock, crashPoints, started, takeFault } = parts;
  return async (args, context) => {
    crashPoints.pass('before an effect runs');
    started(context.key);
    const fault = takeFault();
    await clock.sleep(fault === 'hang' ? LIMITS.effectMs : EFFECT_MS);
    if (fault === 'fail') throw new Error('the service is down');
    // The host gives up at its limit, by a clock of its own: the result is the same.
    if (fault === 'hang') throw new Error(`it took more than ${LIMITS.effectMs / 1_000} s`);
    const result = await handler(args, context);
    if (fault === 'lose') crashPoints.crash('after an effect ran, with its result lost');
    crashPoints.pass('after an effect has run');
    return result;
  };
}
