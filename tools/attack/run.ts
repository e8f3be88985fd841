/** Runs attacks one after the other, each against a fresh server, and measures what a player in another room and a new visitor notice. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Attack, AttackCounts } from './attacks/attack.ts';
import { Neighbour, type Lateness } from './neighbour.ts';
import type { AttackOptions } from './options.ts';
import { Victim } from './victim.ts';
import { visit, type VisitResult } from './visitor.ts';

/** On Linux every address that begins with 127 is this machine: the attacker is not at the neighbour's. */
const ATTACKER_ADDRESS = process.platform === 'linux' ? '127.0.0.2' : '127.0.0.1';
const MB = 1_024 * 1_024;

export interface AttackResult {
  readonly attack: string;
  readonly title: string;
  readonly seconds: number;
  readonly before: Lateness;
  readonly during: Lateness;
  /** The server has ended, or has closed the neighbour's connection. */
  readonly isNeighbourLost: boolean;
  readonly peakMb: number;
  readonly logKb: number;
  readonly dataMb: number;
  readonly visit: VisitResult;
  readonly outcome: AttackCounts;
  /** Limits that are passed. */
  readonly problems: readonly string[];
}

export interface AttackReport {
  readonly results: readonly AttackResult[];
  readonly ok: boolean;
}

export async function runAttacks(
  options: AttackOptions,
  stopping: AbortSignal,
  show: (title: string) => void,
): Promise<AttackReport> {
  const results: AttackResult[] = [];
  for (const attack of options.attacks) {
    if (stopping.aborted) break;
    show(`${attack.name}: ${attack.title}`);
    results.push(await runAttack(attack, options));
  }
  return { results, ok: results.every(({ problems }) => problems.length === 0) };
}

export async function runAttack(
  attack: Attack,
  { settleMs, seconds, limits }: Pick<AttackOptions, 'settleMs' | 'seconds' | 'limits'>,
): Promise<AttackResult> {
  const victim = await Victim.open();
  try {
    const neighbour = await Neighbour.join(victim.server.url);
    await sleep(settleMs);
    neighbour.restart();
    await sleep(settleMs);
    const before = neighbour.lateness();
    const [logBefore, dataBefore] = [await victim.logBytes(), await victim.dataBytes()];
    neighbour.restart();
    const attacking = attackFrom(attack, victim.server.port, seconds * 1_000);
    await sleep((seconds * 1_000) / 2);
    const visited = await visit(victim.server.port);
    const outcome = await attacking;
    const during = neighbour.lateness();
    const isNeighbourLost = neighbour.isClosed || !victim.server.isAlive;
    const logKb = Math.round(((await victim.logBytes()) - logBefore) / 1_024);
    const dataMb = Math.round(((await victim.dataBytes()) - dataBefore) / MB);
    const { peakMb } = victim;
    await neighbour.leave();
    const problems = [
      ...(isNeighbourLost ? ['the neighbour lost its connection'] : []),
      ...(during.p99Ms > limits.p99Ms ? [`p99 is ${during.p99Ms} ms`] : []),
      ...(during.maxMs > limits.maxMs ? [`the most is ${during.maxMs} ms`] : []),
      ...(peakMb > limits.memoryMb ? [`${Math.round(peakMb)} MB of memory`] : []),
    ];
    const { name, title } = attack;
    return {
      attack: name,
      title,
      seconds,
      before,
      during,
      isNeighbourLost,
      peakMb: Math.round(peakMb),
      logKb,
      dataMb,
      visit: visited,
      outcome,
      problems,
    };
  } finally {
    await victim.close();
  }
}

async function attackFrom({ name }: Attack, port: number, ms: number): Promise<AttackCounts> {
  const file = join(import.meta.dirname, 'attacker.ts');
  const child = spawn(process.execPath, [file, name, String(port), ATTACKER_ADDRESS, String(ms)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (told += text));
  // An attack ends by itself, unless one of its connections hangs.
  const late = setTimeout(() => child.kill('SIGKILL'), ms + 10_000);
  await once(child, 'close');
  clearTimeout(late);
  return told === '' ? {} : (JSON.parse(told) as AttackCounts);
}
