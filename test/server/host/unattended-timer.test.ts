import { expect, it } from 'vitest';
import { UnattendedTimer } from '../../../server/host/unattended-timer.ts';
import { LIMITS } from '../../../server/host/limits.ts';

const TICK_RATE = 10;
const PATIENCE_TICKS = (LIMITS.unattendedMs * TICK_RATE) / 1_000;
const BOT = { bot: true };
const PERSON = { bot: false };

it('the room ends when bots have played alone for a minute', () => {
  const attendance = new UnattendedTimer(TICK_RATE);
  for (let tick = 1; tick < PATIENCE_TICKS; tick++) expect(attendance.isOver([BOT, BOT])).toBe(false);
  expect(attendance.isOver([BOT, BOT])).toBe(true);
});

it('after a human player has left, bots may play alone for another minute', () => {
  const attendance = new UnattendedTimer(TICK_RATE);
  for (let tick = 1; tick < PATIENCE_TICKS; tick++) attendance.isOver([BOT]);
  expect(attendance.isOver([BOT, PERSON])).toBe(false);
  expect(attendance.isOver([BOT])).toBe(false);
});

it('an empty room may wait for players as long as somebody watches it', () => {
  const attendance = new UnattendedTimer(TICK_RATE);
  for (let tick = 0; tick <= PATIENCE_TICKS; tick++) expect(attendance.isOver([])).toBe(false);
});
