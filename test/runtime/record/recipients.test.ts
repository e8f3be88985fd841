import { expect, test } from 'vitest';
import { botEntryOf, isFor, type Output } from '../../../shared/runtime/host.ts';

const ann = { id: 'ann', spectator: false };
const zoe = { id: 'zoe', spectator: true };
const notice = (to: string): Output => ({ kind: 'notice', to, type: 'news', data: 1 });
const ask: Output = { kind: 'ask', to: 'ann', question: 1, name: 'sure', data: undefined };

test.each<[string, Output, boolean, boolean]>([
  ['a notice to all', notice('all'), true, true],
  ['a notice to one player', notice('ann'), true, false],
  ['a notice to spectators', notice('spectators'), false, true],
  ['a question', ask, true, false],
  ['the end of a question', { kind: 'asked', to: 'ann', question: 1 }, true, false],
  ['another output', { kind: 'bots', count: 1 }, false, false],
])('%s reaches its recipients only', (_, output, reachesPlayer, reachesSpectator) => {
  expect([isFor(output, ann), isFor(output, zoe)]).toEqual([reachesPlayer, reachesSpectator]);
});

test('a spectator without an id, as in a replay, gets notices to spectators and to all', () => {
  const nobody = { id: undefined, spectator: true };
  expect([notice('all'), notice('spectators'), notice('ann'), ask].map((output) => isFor(output, nobody))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('a bot gets a question under the name of its entry', () => {
  expect(botEntryOf({ kind: 'ask', to: 'ann', question: 1, name: 'sure', data: 2 })).toEqual({
    ...{ kind: 'asked', question: 1, name: 'sure', data: 2 },
  });
});
