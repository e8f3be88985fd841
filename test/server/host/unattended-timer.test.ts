import { expect, it } from 'vitest';
import { UnattendedTimer } from '../../../server/host/unattended-timer.ts';
import { LIMITS } from '../../../server/host/limits.ts';

const TICK_RATE = 10;
const PATIENCE_TICKS = (LIMITS.unattendedMs * TICK_RATE) / 1_000;
const BOT = { bot: true };
const PERSON = { bot: false };

it('bots that play alone for a minute have nobody to play for', () => {
  const attendance = new UnattendedTimer(TICK_RATE);
  for (let tick = 1; tick < PATIENCE_TICKS; tick++) expect(attendance.isOver([BOT, BOT])).toBe(false);
  expect(attendance.isOver([BOT, BOT])).toBe(true);
});

it('a person who sits down with them gives them another minute, once the person has gone', () => {
  const attendance = new UnattendedTimer(TICK_RATE);
  for (let tick = 1; tick < PATIENCE_TICKS; tick++) attendance.isOver([BOT]);
  expect(attendance.isOver([BOT, PERSON])).toBe(false);
  expect(attendance.isOver([BOT])).toBe(false);
});

it('an empty table may wait for people as long as somebody watches it', () => {
  const attendance = new UnattendedTimer(TICK_RATE);
  for (let tick = 0; tick <= PATIENCE_TICKS; tick++) expect(attendance.isOver([])).toBe(false);
});
