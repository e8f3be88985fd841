/** The passes that shrink a plan. Each returns the plan itself if it finds nothing smaller. */
import type { PlannedFault, PlayerPlan, Plan } from '../plan.ts';
import { reduceList, reduceNumber } from './reduce.ts';

/** Whether a smaller plan still violates the same invariant. */
export type Holds = (plan: Plan) => Promise<boolean>;
type Pass = (plan: Plan, holds: Holds) => Promise<Plan>;

const PERFECT_LINE = { latencyMs: 0, jitterMs: 0, bytesPerSecond: undefined } as const;

/** The passes that remove most come first. */
export const PASSES: readonly Pass[] = [
  fewerFaults,
  fewerPlayers,
  betterLines,
  earlierJoins,
  fewerFaultKinds,
  smallerFaults,
  earlierHealing,
];

async function fewerFaults(plan: Plan, holds: Holds): Promise<Plan> {
  const faults = await reduceList(plan.faults, (fewer) => holds({ ...plan, faults: fewer }));
  return faults === plan.faults ? plan : { ...plan, faults };
}

async function fewerPlayers(plan: Plan, holds: Holds): Promise<Plan> {
  // A match needs a player.
  const players = await reduceList(
    plan.players,
    async (fewer) => fewer.length > 0 && (await holds(onlyWith(plan, fewer))),
  );
  return players === plan.players ? plan : onlyWith(plan, players);
}

/** The plan with some of its players, without the faults of the others. */
function onlyWith(plan: Plan, players: readonly PlayerPlan[]): Plan {
  const numbers = plan.players.map((player) => players.indexOf(player));
  const faults = plan.faults.flatMap((fault): PlannedFault[] => {
    if (!('player' in fault)) return [fault];
    const player = numbers[fault.player] ?? -1;
    return player < 0 ? [] : [{ ...fault, player }];
  });
  return { ...plan, players, faults };
}

function betterLines(plan: Plan, holds: Holds): Promise<Plan> {
  const isPerfect = ({ line }: PlayerPlan): boolean =>
    line.latencyMs === 0 && line.jitterMs === 0 && line.bytesPerSecond === undefined;
  return changePlayers(plan, holds, isPerfect, (player) => ({ ...player, line: PERFECT_LINE }));
}

function earlierJoins(plan: Plan, holds: Holds): Promise<Plan> {
  return changePlayers(
    plan,
    holds,
    ({ joinsMs }) => joinsMs === 0,
    (player) => ({ ...player, joinsMs: 0 }),
  );
}

/** Changes as many players as can be changed. */
async function changePlayers(
  plan: Plan,
  holds: Holds,
  isSo: (player: PlayerPlan) => boolean,
  change: (player: PlayerPlan) => PlayerPlan,
): Promise<Plan> {
  const others = plan.players.filter((player) => !isSo(player));
  const withAsTheyAre = (kept: readonly PlayerPlan[]): Plan => ({
    ...plan,
    players: plan.players.map((player) => (isSo(player) || kept.includes(player) ? player : change(player))),
  });
  const kept = await reduceList(others, (fewer) => holds(withAsTheyAre(fewer)));
  return kept === others ? plan : withAsTheyAre(kept);
}

async function fewerFaultKinds(plan: Plan, holds: Holds): Promise<Plan> {
  const faults = await reduceList(plan.faultKinds, (fewer) => holds({ ...plan, faultKinds: fewer }));
  return faults === plan.faultKinds ? plan : { ...plan, faultKinds: faults };
}

async function smallerFaults(plan: Plan, holds: Holds): Promise<Plan> {
  let found = plan;
  for (let index = 0; index < found.faults.length; index++) {
    for (const field of ['forMs', 'count', 'back'] as const) found = await smallerFault(found, index, field, holds);
  }
  return found;
}

async function smallerFault(plan: Plan, index: number, field: 'forMs' | 'count' | 'back', holds: Holds): Promise<Plan> {
  const fault = plan.faults[index];
  const value = fault === undefined ? undefined : (fault as Partial<Record<typeof field, number>>)[field];
  if (fault === undefined || value === undefined) return plan;
  const withLess = (less: number): Plan => ({
    ...plan,
    faults: plan.faults.with(index, { ...fault, [field]: less }),
  });
  const less = await reduceNumber(value, 1, (smaller) => holds(withLess(smaller)));
  return less === value ? plan : withLess(less);
}

async function earlierHealing(plan: Plan, holds: Holds): Promise<Plan> {
  const lastMs = Math.max(0, ...plan.faults.map((fault) => fault.atMs + ('forMs' in fault ? fault.forMs : 0)));
  const healsMs = await reduceNumber(plan.healsMs, lastMs, (sooner) => holds({ ...plan, healsMs: sooner }));
  return healsMs === plan.healsMs ? plan : { ...plan, healsMs };
}
