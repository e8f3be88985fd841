import { expect, it } from 'vitest';
import { departureOf } from '../../../../client/connection/network/network-connection.ts';
import { explainDeparture } from '../../../../client/connection/problems.ts';
import { CLOSE } from '../../../../shared/wire.ts';

it('a line closed for misbehaving is told apart from a seat taken over, in plain words', () => {
  const departure = departureOf(CLOSE.misbehaved, 'bad frame 0x7f', undefined);
  expect(departure).toEqual({ why: 'misbehaved' });
  expect(explainDeparture(departure).text).toContain('too much at once');
  expect(departureOf(4002, undefined, undefined)).toEqual({ why: 'elsewhere' });
});

it('a match that could not be carried over is no breakdown, and the server says why', () => {
  const departure = departureOf(
    CLOSE.voided,
    undefined,
    'the server was updated, and this match was not the same any more',
  );
  const { title, text } = explainDeparture(departure);
  expect(title).toBe('The match could not continue');
  expect(text).toBe('The server was updated, and this match was not the same any more.');
});
