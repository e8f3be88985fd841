/** A plan as a file: it can be handed on, and simulated again. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { BadOption } from '../../shared/command-line.ts';
import { FAULT_KINDS, type FaultKind } from './fault-kinds.ts';
import type { Plan } from './plan.ts';

const ms = z.number().min(0).max(86_400_000);
const count = z.int().min(0).max(1_000_000);
const person = z.int().min(0).max(999);
const faultNames = Object.keys(FAULT_KINDS) as [FaultKind, ...FaultKind[]];

const Line = z
  .strictObject({ latencyMs: ms, jitterMs: ms, bytesPerSecond: z.number().positive().optional() })
  // JSON has no undefined.
  .transform((line) => ({ ...line, bytesPerSecond: line.bytesPerSecond }));
const Person = z.strictObject({ name: z.string().max(100), comesMs: ms, watches: z.boolean(), line: Line });

const Mishap = z.discriminatedUnion('fault', [
  z.strictObject({ atMs: ms, fault: z.enum(['stall', 'disconnect']), person, forMs: ms }),
  z.strictObject({ atMs: ms, fault: z.enum(['storm', 'full', 'jump']), forMs: ms }),
  z.strictObject({ atMs: ms, fault: z.literal('leave'), person }),
  z.strictObject({ atMs: ms, fault: z.literal('duplicate'), person, back: count }),
  z.strictObject({ atMs: ms, fault: z.literal('hostile'), person, count, seed: z.string().max(100) }),
  z.strictObject({ atMs: ms, fault: z.enum(['crash', 'torn']), points: count, forMs: ms }),
  z.strictObject({ atMs: ms, fault: z.literal('upgrade'), points: count, forMs: ms, changes: z.boolean() }),
  z.strictObject({ atMs: ms, fault: z.literal('disk') }),
  z.strictObject({ atMs: ms, fault: z.literal('effect'), how: z.enum(['fail', 'hang', 'lose']) }),
]);

const PlanShape = z
  .strictObject({
    game: z.string(),
    seed: z.int().min(0),
    faults: z.array(z.enum(faultNames)),
    options: z.record(z.string(), z.unknown()),
    people: z.array(Person).min(1).max(1_000),
    mishaps: z.array(Mishap).max(100_000),
    healsMs: ms,
  })
  .superRefine(({ people, mishaps }, { addIssue }) => {
    for (const [index, mishap] of mishaps.entries()) {
      if (!('person' in mishap) || mishap.person < people.length) continue;
      const message = `there are ${people.length} people, counted from 0`;
      addIssue({ code: 'custom', path: ['mishaps', index, 'person'], message });
    }
  });

/** @throws BadOption where there is no such file, or no plan in it */
export async function readPlan(file: string): Promise<Plan> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) throw new BadOption(`There is no file "${file}" that can be read.`);
  const { data, error } = PlanShape.safeParse(jsonOf(text));
  if (data !== undefined) return data;
  const [issue] = error.issues;
  const where = issue?.path.join('.') || 'its top';
  throw new BadOption(`There is no plan in "${file}": at ${where}: ${issue?.message ?? 'nothing fits'}.`);
}

export function planText(plan: Plan): string {
  return `${JSON.stringify(plan, undefined, 2)}\n`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
