/** What a player at the table knows, read from the state as their client has it. */
import type { Bid } from './rules.ts';
import type { Table } from './state.ts';
import type { TableKnowledge } from './bot-decisions.ts';

export function knowledgeOf({ seats, calls }: Table, own: number): TableKnowledge {
  return {
    own: [...(seats[own]?.dice ?? [])],
    dice: seats.map(({ diceCount }) => diceCount),
    standing: standingOf(calls.at(-1)),
    heard: calls.filter(({ seat, kind }) => seat !== own && kind === 'bid').map(({ face }) => face),
  };
}

function standingOf(last: Table['calls'][number] | undefined): Bid | undefined {
  return last?.kind === 'bid' ? { count: last.count, face: last.face } : undefined;
}
