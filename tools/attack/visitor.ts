/** A visitor from another address who opens a table during the attack. */
import { Target } from './target.ts';

const ADDRESS = '127.0.0.3';
const PATIENCE_MS = 20_000;

export interface VisitResult {
  /** From the first request until the table was open; undefined where that was refused. */
  readonly openMs: number | undefined;
  /** Why it was refused. */
  readonly refused: string | undefined;
}

export async function visit(port: number): Promise<VisitResult> {
  const target = new Target(port, ADDRESS, PATIENCE_MS);
  const beganMs = performance.now();
  const { status, text } = await target.ask('POST', '/matchmake/create/liars-dice', { name: 'Visitor' });
  if (status !== 200) return { openMs: undefined, refused: `${status} ${text.slice(0, 80)}` };
  const socket = await target.sit(JSON.parse(text));
  const openMs = performance.now() - beganMs;
  socket?.destroy();
  return socket === undefined
    ? { openMs: undefined, refused: 'no socket' }
    : { openMs: Math.round(openMs), refused: undefined };
}
