/** Announces the arena's events to screen readers, and sets the tab's title. */
import { pageTitle } from '../../site.ts';
import { useEffect } from 'preact/hooks';
import { Announcements } from '../announcements.tsx';
import { fighterAt, nameOf, newKills, placeOf, type ArenaView } from './arena-view.ts';
import { TEAM_NAMES } from './colours.ts';

/** The changes between two views as sentences: phases, and what happens to the player. */
export function changes(before: ArenaView | undefined, after: ArenaView, me: number | undefined): string[] {
  const said: string[] = [];
  if (after.phase !== before?.phase) said.push(...phaseWords(after, me));
  for (const { killer, victim } of newKills(before, after)) {
    if (victim === me && killer === me) said.push('You knocked yourself out.');
    else if (victim === me) said.push(`${nameOf(after, killer)} knocked you out.`);
    else if (killer === me) said.push(`You knocked out ${nameOf(after, victim)}.`);
  }
  const [was, is] = [fighterAt(before ?? after, me), fighterAt(after, me)];
  if (before && was && is?.alive && !was.alive && after.phase !== 'countdown') said.push('You are back.');
  return said;
}

function phaseWords(view: ArenaView, me: number | undefined): string[] {
  switch (view.phase) {
    case 'waiting':
      return ['Waiting for a second fighter.'];
    case 'countdown':
      return [`Round ${view.round} on ${view.map}. Get ready.`];
    case 'fight':
      return ['Fight!'];
    case 'sudden':
      return ['Sudden death: the next knock-out decides.'];
    case 'podium': {
      const place = placeOf(view, me);
      const own = place === undefined ? [] : [`You came ${ordinal(place)}.`];
      return [`The round is over. ${winnerWords(view, me)}`, ...own];
    }
  }
}

/** The winner, as a sentence. */
export function winnerWords(view: ArenaView, me: number | undefined): string {
  if (view.mode === 'teams' && view.winners >= 0) return `Team ${TEAM_NAMES[view.winners === 1 ? 1 : 0]} wins!`;
  const first = view.podium[0];
  if (first === undefined) return 'Nobody wins.';
  return first === me ? 'You win the round!' : `${nameOf(view, first)} wins the round!`;
}

export function ordinal(place: number): string {
  const tail = place % 100 > 10 && place % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th');
  return `${place}${tail}`;
}

export function Announcer({ view, me }: { view: ArenaView; me: number | undefined }) {
  useEffect(() => void (document.title = pageTitle('Arena')), []);
  return <Announcements view={view} changes={(before, after) => changes(before, after, me)} />;
}
