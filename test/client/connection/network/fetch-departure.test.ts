import { afterEach, expect, it, vi } from 'vitest';
import { fetchDeparture } from '../../../../client/connection/network/fetch-departure.ts';
import { explainDeparture } from '../../../../client/connection/problems.ts';

const MATCH = 'ABCDE-x7k2m5q4pz';

function answering(response: () => Response): void {
  vi.stubGlobal('fetch', async () => response());
}

async function told(match: string | undefined = MATCH): Promise<{ why: string; title: string; text: string }> {
  const departure = await fetchDeparture('http://house.example', match);
  return { why: departure.why, ...explainDeparture(departure) };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it.each([
  [{ fate: 'open' }, 'late', /away for too long/],
  [{ fate: 'finished' }, 'over', /The match is over/],
  [{ fate: 'abandoned' }, 'over', /The match is over/],
  [{ fate: 'failed' }, 'failed', /went wrong/],
  [{ fate: 'voided', changed: true }, 'voided', /server was updated/],
  [{ fate: 'voided', changed: false }, 'voided', /could not be restored/],
])('a seat is gone for a reason: %o', async (fate, why, words) => {
  answering(() => Response.json(fate));
  expect(await told()).toMatchObject({ why, text: expect.stringMatching(words) });
});

it('a match that the server does not know is told apart from one that goes on', async () => {
  answering(() => new Response('{}', { status: 404 }));
  expect(await told()).toMatchObject({ why: 'gone', title: 'This table is gone' });
});

it('where nobody can tell, nothing is made up', async () => {
  answering(() => new Response('', { status: 502 }));
  expect(await told()).toMatchObject({ why: 'lost', text: 'The table no longer holds it.' });
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed to fetch')));
  expect(await told()).toMatchObject({ why: 'lost', text: expect.stringContaining('does not answer') });
  expect(await fetchDeparture('', undefined)).toEqual({ why: 'lost' });
});
