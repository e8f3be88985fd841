import { expect, test } from 'vitest';
import { Presses } from '../../../../../client/games/arena/controls/presses.ts';

const held = () => new Presses<number>((bit) => bit);

test('a held button is pressed in every frame, and a short press in one', () => {
  const presses = held();
  presses.press(1);
  presses.press(4);
  presses.lift(4);
  expect([presses.take(), presses.take()]).toEqual([5, 1]);
});

test('a released button is pressed no longer', () => {
  const presses = held();
  presses.press(1);
  presses.press(2);
  presses.take();
  presses.lift(1);
  expect(presses.take()).toBe(2);
  presses.press(4);
  presses.release();
  expect([presses.take(), presses.down.size]).toEqual([0, 0]);
});
