/** What a client at a table must not know: the hidden dice of other players. */
import { ArraySchema } from '@colyseus/schema';
import type { Table } from '../../../../shared/games/liars-dice/state.ts';
import type { Knowledge } from '../sim-game.ts';

/** A client may have only its own dice and, after a call, the revealed ones. Returns '' if nothing leaks. */
export function leakInLiarsDice({ state, decoder, seat }: Knowledge<Table>): string {
  const own = seat === undefined ? undefined : state.seats[seat]?.dice;
  const isUp = state.phase === 'reveal' || state.phase === 'result';
  for (const [id, ref] of decoder.root.refs) {
    if (!(ref instanceof ArraySchema) || ref === own || ref.length === 0 || typeof ref[0] !== 'number') continue;
    if (isUp && isShown(state, ref)) continue;
    return `dice ${ref.join()} (object ${id}) in ${state.phase}`;
  }
  return '';
}

function isShown({ seats }: Table, list: ArraySchema): boolean {
  for (let seat = 0; seat < seats.length; seat += 1)
    if ((seats[seat]?.shown as ArraySchema | undefined) === list) return true;
  return false;
}
