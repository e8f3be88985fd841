import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LIMITS } from '../../../../server/host/limits.ts';
import { memberOf } from '../../../../server/host/host-checkpoint.ts';
import {
  drawToken,
  hashToken,
  readTokens,
  renewTokens,
  storedToken,
  writeTokens,
  type TokenHash,
} from '../../../../server/host/members/tokens.ts';

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(hashToken) as [TokenHash, TokenHash, TokenHash, TokenHash];

it('a token is good until a newer one was used', () => {
  let tokens = renewTokens([a], b, a);
  expect(tokens).toEqual([b, a]);
  tokens = renewTokens(tokens, c, a);
  expect(tokens).toEqual([c, b, a]);
  expect(renewTokens(tokens, d, b)).toEqual([d, c, b]);
  expect(renewTokens(tokens, d, c)).toEqual([d, c]);
});

it('few are kept: the newest, and the one that was used last', () => {
  const used = hashToken('used');
  let tokens: readonly TokenHash[] = [used];
  for (let given = 1; given <= 100; given++) tokens = renewTokens(tokens, hashToken(`${given}`), used);
  const newest = ['100', '99', '98', '97', '96', '95', '94'].map(hashToken);
  expect(tokens).toEqual([...newest, used]);
});

it('in any order of returns, every token that a client may have opens its seat: the last used, and those given since', () => {
  const returns = fc.array(fc.nat(4), { maxLength: 40 });
  fc.assert(
    fc.property(returns, (which) => {
      let tokens: readonly TokenHash[] = [hashToken('0')];
      for (const [number, index] of which.entries()) {
        const used = tokens[index % Math.min(tokens.length, 5)]!;
        const given = hashToken(`${number + 1}`);
        tokens = renewTokens(tokens, given, used);
        expect(tokens).toContain(used);
        expect(tokens[0]).toBe(given);
        expect(tokens.length).toBeLessThanOrEqual(LIMITS.tokensPerPlayer);
      }
    }),
  );
});

it('the journal has the hashes of both tokens of a return, and no token', () => {
  const [given, used] = [drawToken(), drawToken()];
  const written = writeTokens(hashToken(given), hashToken(used));
  expect(readTokens(written)).toEqual({ given: hashToken(given), used: hashToken(used) });
  expect(written).not.toContain(given);
  expect(written).not.toContain(used);
});

it('the hash of a token does not open a seat', () => {
  const token = drawToken();
  const kept = hashToken(token);
  expect(hashToken(kept)).not.toBe(kept);
  expect(storedToken(kept)).toBe(kept);
});

it('the tokens of earlier versions, which were journaled as they are, open their seats', () => {
  expect(storedToken('a')).toBe(a);
  expect(readTokens('b a')).toEqual({ given: b, used: a });
  expect(readTokens('b')).toEqual({ given: b });
  expect(readTokens(undefined)).toEqual({});
  // Nobody knows which token was used: none is taken for stale.
  expect(renewTokens([b, a], c, undefined)).toEqual([c, b, a]);

  const delivery = { received: 0, waiting: [], replies: [] };
  const ann = { id: 'ann', name: 'Ann', spectator: false, bot: false, seat: 0, tokens: ['b', a], delivery };
  expect(memberOf(ann, { tickRate: 20 }).tokens).toEqual([b, a]);
});
