/** Reads and writes plan files, which reproduce a simulated match. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { BadOption } from '../../shared/command-line.ts';
import { FAULT_KIND_NAMES } from './fault-kinds.ts';
import type { Plan } from './plan.ts';

const ms = z.number().min(0).max(86_400_000);
const count = z.int().min(0).max(1_000_000);
const player = z.int().min(0).max(999);

const Line = z
  .strictObject({ latencyMs: ms, jitterMs: ms, bytesPerSecond: z.number().positive().optional() })
  // JSON has no undefined.
  .transform((line) => ({ ...line, bytesPerSecond: line.bytesPerSecond }));
const Player = z.strictObject({ name: z.string().max(100), joinsMs: ms, spectates: z.boolean(), line: Line });

const Fault = z.discriminatedUnion('kind', [
  z.strictObject({ atMs: ms, kind: z.enum(['stall', 'disconnect']), player, forMs: ms }),
  z.strictObject({ atMs: ms, kind: z.enum(['storm', 'full', 'jump']), forMs: ms }),
  z.strictObject({ atMs: ms, kind: z.literal('leave'), player }),
  z.strictObject({ atMs: ms, kind: z.literal('duplicate'), player, back: count }),
  z.strictObject({ atMs: ms, kind: z.literal('hostile'), player, count, seed: z.string().max(100) }),
  z.strictObject({ atMs: ms, kind: z.enum(['crash', 'torn']), points: count, forMs: ms }),
  z.strictObject({ atMs: ms, kind: z.literal('upgrade'), points: count, forMs: ms, changes: z.boolean() }),
  z.strictObject({ atMs: ms, kind: z.literal('disk') }),
  z.strictObject({ atMs: ms, kind: z.literal('effect'), how: z.enum(['fail', 'hang', 'lose']) }),
]);

const PlanShape = z
  .strictObject({
    game: z.string(),
    seed: z.int().min(0),
    faultKinds: z.array(z.enum(FAULT_KIND_NAMES)),
    options: z.record(z.string(), z.unknown()),
    players: z.array(Player).min(1).max(1_000),
    faults: z.array(Fault).max(100_000),
    healsMs: ms,
    crashPoints: z.array(count).max(100).optional(),
  })
  .superRefine(({ players, faults }, { addIssue }) => {
    for (const [index, fault] of faults.entries()) {
      if (!('player' in fault) || fault.player < players.length) continue;
      const message = `there are ${players.length} players, counted from 0`;
      addIssue({ code: 'custom', path: ['faults', index, 'player'], message });
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
