/** Announces the table's events to screen readers, and sets the tab's title to whose turn it is. */
import { pageTitle } from '../../site.ts';
import { useEffect } from 'preact/hooks';
import { Announcements } from '../announcements.tsx';
import { callWords, verdictWords } from './words.ts';
import { nameOf, type TableView } from './table-view.ts';

/** The changes between two views, as sentences. */
export function changes(before: TableView | undefined, after: TableView, me: number | undefined): string[] {
  const said: string[] = [];
  const sameRound = before?.round === after.round;
  const heard = sameRound ? (before?.calls.length ?? 0) : 0;
  if (after.phase === 'rolling' && before?.phase !== 'rolling') said.push(`Round ${after.round}. The cups are shaken.`);
  for (const call of after.calls.slice(heard)) said.push(callWords(after, call, me));
  if (after.reveal && !before?.reveal) {
    const { count, cost } = verdictWords(after, after.reveal, me);
    said.push(count, cost);
  }
  if (after.phase === 'bidding' && after.turn >= 0 && (before?.phase !== 'bidding' || before.turn !== after.turn)) {
    const dice = me !== undefined && before?.phase !== 'bidding' ? (after.seats[me]?.dice ?? []) : [];
    if (dice.length > 0) said.push(`Your dice: ${dice.join(', ')}.`);
    said.push(after.turn === me ? 'Your turn.' : `${nameOf(after, after.turn)}’s turn.`);
  }
  if (after.phase === 'result' && before?.phase !== 'result' && after.winner >= 0)
    said.push(after.winner === me ? 'You win the match!' : `${nameOf(after, after.winner)} wins the match.`);
  return said;
}

export function Announcer({ view, me }: { view: TableView; me: number | undefined }) {
  const mine = view.phase === 'bidding' && view.turn === me;
  useEffect(() => {
    document.title = pageTitle(mine ? 'Your turn' : 'Liar’s Dice');
  }, [mine]);
  return <Announcements view={view} changes={(before, after) => changes(before, after, me)} />;
}
