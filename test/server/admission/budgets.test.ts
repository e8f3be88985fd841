import { expect, it, vi } from 'vitest';
import { AddressBudgets, type OnRefused } from '../../../server/admission/budgets.ts';
import { groupAddress } from '../../../server/admission/client-address.ts';

const ANN = groupAddress('203.0.113.1');
const BOB = groupAddress('203.0.113.2');

it('an address holds as much as its bound, and another has its own', () => {
  const budgets = new AddressBudgets(4);
  const bound = budgets.bound('seats');
  expect(budgets.hold(ANN, 'seats', bound)).toBeDefined();
  expect(budgets.hold(ANN, 'seats')).toBeUndefined();
  expect(budgets.hold(BOB, 'seats')).toBeDefined();
});

it('a released share can be held again, and a second release changes nothing', () => {
  const budgets = new AddressBudgets(4);
  const bound = budgets.bound('seats');
  const release = budgets.hold(ANN, 'seats', bound);
  release?.();
  release?.();
  expect(budgets.heldBy(ANN, 'seats')).toBe(0);
  expect(budgets.hold(ANN, 'seats', bound)).toBeDefined();
  release?.();
  expect(budgets.heldBy(ANN, 'seats')).toBe(bound);
});

it('a rate that is used up tells how long to wait, and is there again after that', async () => {
  vi.useFakeTimers();
  const refused = vi.fn<OnRefused>();
  const budgets = new AddressBudgets(1, refused);
  expect(await budgets.take(ANN, 'creations')).toBe(0);
  const waitMs = await budgets.take(ANN, 'creations');
  expect(waitMs).toBeGreaterThan(0);
  expect(refused).toHaveBeenCalledExactlyOnceWith('creations', ANN);
  expect(await budgets.take(BOB, 'creations')).toBe(0);
  vi.advanceTimersByTime(waitMs);
  expect(await budgets.take(ANN, 'creations')).toBe(0);
  vi.useRealTimers();
});

it('whether an address has taken of a rate at all, and all of it, can be asked without taking any', async () => {
  const budgets = new AddressBudgets(4);
  const asked = async (address = ANN) => [
    await budgets.hasTaken(address, 'creations'),
    await budgets.isUsedUp(address, 'creations'),
  ];
  expect(await asked()).toEqual([false, false]);
  await budgets.take(ANN, 'creations');
  expect(await asked()).toEqual([true, false]);
  await budgets.take(ANN, 'creations');
  expect(await asked()).toEqual([true, true]);
  expect(await asked(BOB)).toEqual([false, false]);
});
