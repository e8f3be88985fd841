/** The arena's notices, checked for shape. Positions are in units. */

export interface RayNotice {
  seat: number;
  x: number;
  y: number;
  toX: number;
  toY: number;
}

export interface HurtNotice {
  seat: number;
  by: number;
  damage: number;
  x: number;
  y: number;
  weapon: 'blaster' | 'railgun';
}

export interface TakenNotice {
  seat: number;
  pad: number;
}

export function isRay(data: unknown): data is RayNotice {
  return hasNumbers(data, 'seat', 'x', 'y', 'toX', 'toY');
}

export function isHurt(data: unknown): data is HurtNotice {
  return hasNumbers(data, 'seat', 'by', 'damage', 'x', 'y') && 'weapon' in data;
}

export function isTaken(data: unknown): data is TakenNotice {
  return hasNumbers(data, 'seat', 'pad');
}

function hasNumbers(data: unknown, ...names: string[]): data is object {
  if (typeof data !== 'object' || data === null) return false;
  const fields = new Map<string, unknown>(Object.entries(data));
  return names.every((name) => typeof fields.get(name) === 'number');
}
