import { expect, it, vi } from 'vitest';
import { rememberedMatches, rememberMatch } from '../../../client/connection/match-memory.ts';
import { stubStorage } from '../page-storage.ts';

const kept = stubStorage('localStorage');

function ids(): string[] {
  return rememberedMatches().map(({ match }) => match);
}

it('the last five matches are kept, newest first, each once', () => {
  for (const matchId of ['a', 'b', 'c', 'b', 'd', 'e', 'f', 'a']) rememberMatch({ matchId, game: 'dice' });
  expect(ids()).toEqual(['a', 'f', 'e', 'd', 'c']);
});

it.each(['{}', 'null', 'Dear diary'])('where %s is kept instead, there are none, and new ones are', (nonsense) => {
  kept.set('greenroom.matches', nonsense);
  expect(ids()).toEqual([]);
  rememberMatch({ matchId: 'a', game: 'dice' });
  expect(ids()).toEqual(['a']);
});

it('without browser storage the page remembers', () => {
  const refuse = () => {
    throw new Error('no storage');
  };
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse });
  rememberMatch({ matchId: 'a', game: 'dice' });
  expect(ids()).toEqual(['a']);
});
