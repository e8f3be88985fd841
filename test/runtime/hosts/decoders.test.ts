import { Encoder, Reflection, schema, t } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { newDecoder } from '../../../shared/runtime/host.ts';

const Die = schema({ face: t.uint8().default(1) }, 'Die');
const Cup = schema({ dice: t.array(Die) }, 'Cup');

test('decoders of one class of states share the classes that they decode to, and nothing else', () => {
  const encoders = [2, 5].map((face) => {
    const cup = new Cup();
    cup.dice.push(new Die().assign({ face }));
    return new Encoder(cup);
  });
  let handshakes = 0;
  const states = encoders.map((encoder) => {
    const decoder = newDecoder(encoder.state, () => {
      handshakes++;
      return Reflection.encode(encoder);
    });
    decoder.decode(encoder.encodeAll());
    return decoder.state;
  });
  const [one, other] = states;
  expect(states.map(({ dice }) => dice[0]?.face)).toEqual([2, 5]);
  expect(one?.dice[0]?.constructor).toBe(other?.dice[0]?.constructor);
  expect(one?.dice[0]).not.toBeInstanceOf(Die);
  expect(handshakes).toBe(1);
});
