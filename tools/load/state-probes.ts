/** The state probes of the app's games. */
import { app } from '../../package/project.ts';
import type { StateProbe } from './state-probe.ts';

const PROBES = new Map(
  await Promise.all(app.games.map(async ({ name, stateProbe }) => [name, await stateProbe?.()] as const)),
);

/** Nothing is looked at in a game that has no probe. */
export function stateProbeOf(game: string): StateProbe {
  return PROBES.get(game) ?? { progress: () => [] };
}
