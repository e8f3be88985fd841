import { expect, it } from 'vitest';
import { loadView } from '../../../client/games/use-game-view.ts';

it('an unknown game and a view that does not load are different problems', async () => {
  expect(await loadView('chess')).toEqual({ problem: 'unknown' });
  const view = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
  expect(await loadView('chess', { view })).toEqual({ problem: 'failed' });
});
