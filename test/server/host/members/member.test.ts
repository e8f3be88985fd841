/** What one player may say. */
import { expect, it } from 'vitest';
import { LIMITS } from '../../../../server/host/limits.ts';
import { Member } from '../../../../server/host/members/member.ts';
import { Replies } from '../../../../server/host/intake/replies.ts';

const TICK_RATE = 20;

function member(): Member {
  return new Member({ id: 'ann', name: 'Ann', spectator: false, bot: false }, { tickRate: TICK_RATE });
}

function taken(try_: () => boolean): number {
  let count = 0;
  while (count < 1_000_000 && try_()) count++;
  return count;
}

it('limits messages at once, and then per second', () => {
  const { messages } = member();
  expect(taken(() => messages.take(0))).toBe(LIMITS.messageBurst);
  expect(taken(() => messages.take(TICK_RATE))).toBe(LIMITS.messagesPerSecond);
});

it('limits messages that wait for the next tick', () => {
  const ann = member();
  expect(taken(() => ann.queue(1))).toBe(LIMITS.queuedPerPlayer);
  expect(taken(() => ann.queue(2))).toBe(LIMITS.queuedPerPlayer);
});

it('limits requests that wait for their replies', () => {
  const ann = member();
  const replies = new Replies();
  expect(taken(() => Replies.hasRoomFor(ann) && replies.expect(ann, () => {}) > 0)).toBe(LIMITS.repliesPerPlayer);
});
