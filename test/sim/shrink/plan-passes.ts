/** The ways in which a plan is made smaller. Each gives the plan itself where it finds nothing. */
import type { PlannedFault, PlayerPlan, Plan } from '../plan.ts';
import { reduceList, reduceNumber } from './reduce.ts';

/** Whether a smaller plan still comes to the same. */
export type Holds = (plan: Plan) => Promise<boolean>;
type Pass = (plan: Plan, holds: Holds) => Promise<Plan>;

const PERFECT_LINE = { latencyMs: 0, jitterMs: 0, bytesPerSecond: undefined } as const;

/** What makes the largest difference comes first. */
export const PASSES: readonly Pass[] = [
  fewerMishaps,
  fewerPeople,
  betterLines,
  earlierPeople,
  fewerFaults,
  lessOfEachMishap,
  soonerHealed,
];

async function fewerMishaps(plan: Plan, holds: Holds): Promise<Plan> {
  const mishaps = await reduceList(plan.mishaps, (fewer) => holds({ ...plan, mishaps: fewer }));
  return mishaps === plan.mishaps ? plan : { ...plan, mishaps };
}

async function fewerPeople(plan: Plan, holds: Holds): Promise<Plan> {
  // A table that nobody opens is no match.
  const people = await reduceList(
    plan.people,
    async (fewer) => fewer.length > 0 && (await holds(onlyWith(plan, fewer))),
  );
  return people === plan.people ? plan : onlyWith(plan, people);
}

/** The plan with some of its people, and without what happens to the others. */
function onlyWith(plan: Plan, people: readonly PlayerPlan[]): Plan {
  const numbers = plan.people.map((person) => people.indexOf(person));
  const mishaps = plan.mishaps.flatMap((mishap): PlannedFault[] => {
    if (!('person' in mishap)) return [mishap];
    const person = numbers[mishap.person] ?? -1;
    return person < 0 ? [] : [{ ...mishap, person }];
  });
  return { ...plan, people, mishaps };
}

function betterLines(plan: Plan, holds: Holds): Promise<Plan> {
  const isPerfect = ({ line }: PlayerPlan): boolean =>
    line.latencyMs === 0 && line.jitterMs === 0 && line.bytesPerSecond === undefined;
  return changePeople(plan, holds, isPerfect, (person) => ({ ...person, line: PERFECT_LINE }));
}

function earlierPeople(plan: Plan, holds: Holds): Promise<Plan> {
  return changePeople(
    plan,
    holds,
    ({ comesMs }) => comesMs === 0,
    (person) => ({ ...person, comesMs: 0 }),
  );
}

/** Changes as many people as can be changed. */
async function changePeople(
  plan: Plan,
  holds: Holds,
  isSo: (person: PlayerPlan) => boolean,
  change: (person: PlayerPlan) => PlayerPlan,
): Promise<Plan> {
  const others = plan.people.filter((person) => !isSo(person));
  const withAsTheyAre = (kept: readonly PlayerPlan[]): Plan => ({
    ...plan,
    people: plan.people.map((person) => (isSo(person) || kept.includes(person) ? person : change(person))),
  });
  const kept = await reduceList(others, (fewer) => holds(withAsTheyAre(fewer)));
  return kept === others ? plan : withAsTheyAre(kept);
}

async function fewerFaults(plan: Plan, holds: Holds): Promise<Plan> {
  const faults = await reduceList(plan.faults, (fewer) => holds({ ...plan, faults: fewer }));
  return faults === plan.faults ? plan : { ...plan, faults };
}

async function lessOfEachMishap(plan: Plan, holds: Holds): Promise<Plan> {
  let found = plan;
  for (let index = 0; index < found.mishaps.length; index++) {
    for (const field of ['forMs', 'count', 'back'] as const) found = await lessOf(found, index, field, holds);
  }
  return found;
}

async function lessOf(plan: Plan, index: number, field: 'forMs' | 'count' | 'back', holds: Holds): Promise<Plan> {
  const mishap = plan.mishaps[index];
  const value = mishap === undefined ? undefined : (mishap as Partial<Record<typeof field, number>>)[field];
  if (mishap === undefined || value === undefined) return plan;
  const withLess = (less: number): Plan => ({
    ...plan,
    mishaps: plan.mishaps.with(index, { ...mishap, [field]: less }),
  });
  const less = await reduceNumber(value, 1, (smaller) => holds(withLess(smaller)));
  return less === value ? plan : withLess(less);
}

async function soonerHealed(plan: Plan, holds: Holds): Promise<Plan> {
  const lastMs = Math.max(0, ...plan.mishaps.map((mishap) => mishap.atMs + ('forMs' in mishap ? mishap.forMs : 0)));
  const healsMs = await reduceNumber(plan.healsMs, lastMs, (sooner) => holds({ ...plan, healsMs: sooner }));
  return healsMs === plan.healsMs ? plan : { ...plan, healsMs };
}
