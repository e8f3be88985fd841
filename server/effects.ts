/** What the scripts of the games may ask of the outside world. Handlers are idempotent by `key`: a crash repeats them. */
import type { EffectHandlers } from './host/effect-runs.ts';

export const effects: EffectHandlers = {};
