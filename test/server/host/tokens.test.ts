import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readTokens, renewTokens, writeTokens } from '../../../server/host/tokens.ts';

it('a token is good until a newer one was used', () => {
  let tokens = renewTokens(['a'], 'b', 'a');
  expect(tokens).toEqual(['b', 'a']);
  tokens = renewTokens(tokens, 'c', 'a');
  expect(tokens).toEqual(['c', 'b', 'a']);
  expect(renewTokens(tokens, 'd', 'b')).toEqual(['d', 'c', 'b']);
  expect(renewTokens(tokens, 'd', 'c')).toEqual(['d', 'c']);
});

it('few are kept: the newest, and the one that was used last', () => {
  let tokens: readonly string[] = ['used'];
  for (let given = 1; given <= 100; given++) tokens = renewTokens(tokens, `${given}`, 'used');
  expect(tokens).toEqual(['100', '99', '98', '97', '96', '95', '94', 'used']);
});

it('in any order of returns, what a client may have opens its seat: what it used last, and what it was given since', () => {
  const returns = fc.array(fc.nat(4), { maxLength: 40 });
  fc.assert(
    fc.property(returns, (which) => {
      let tokens: readonly string[] = ['0'];
      for (const [given, index] of which.entries()) {
        const used = tokens[index % Math.min(tokens.length, 5)]!;
        tokens = renewTokens(tokens, `${given + 1}`, used);
        expect(tokens).toContain(used);
        expect(tokens[0]).toBe(`${given + 1}`);
        expect(tokens.length).toBeLessThanOrEqual(8);
      }
    }),
  );
});

it('the journal has both tokens of a return, and that of an earlier version has one', () => {
  expect(readTokens(writeTokens('new', 'old'))).toEqual({ given: 'new', used: 'old' });
  expect(readTokens('new')).toEqual({ given: 'new', used: undefined });
  expect(readTokens(undefined)).toEqual({});
  // Nobody knows which token was used: none is taken for stale.
  expect(renewTokens(['b', 'a'], 'c', undefined)).toEqual(['c', 'b', 'a']);
});
