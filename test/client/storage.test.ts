import { expect, it, vi } from 'vitest';
import { locksOf, openChannel, SafeStorage, withoutStorage } from '../../client/storage.ts';

function blocked(): never {
  throw new DOMException('The operation is insecure.', 'SecurityError');
}

it('where access to storage throws, values last as long as the page', () => {
  const shelf = new SafeStorage(blocked);
  expect(shelf.get('seat')).toBeUndefined();
  shelf.set('seat', 'one');
  shelf.set('seat', 'two');
  expect(shelf.get('seat')).toBe('two');
  shelf.delete('seat');
  expect(shelf.get('seat')).toBeUndefined();
});

it('where access throws but the tab can remember, values last as long as the tab', () => {
  let kept: [string, string][] = [];
  const open = (): SafeStorage => new SafeStorage(blocked, (entries) => (kept = [...entries]), kept);
  const before = open();
  before.set('seat', 'one');
  before.set('other', 'x');
  before.delete('other');
  expect(open().get('seat')).toBe('one');
  expect(kept).toEqual([['seat', 'one']]);
});

it('a value that a full storage refuses is remembered, and replaces the stored one', () => {
  const texts = new Map([['seat', 'old']]);
  const storage = {
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: blocked,
    removeItem: (key: string) => void texts.delete(key),
  };
  const shelf = new SafeStorage(() => storage as unknown as Storage);
  expect(shelf.get('seat')).toBe('old');
  shelf.set('seat', 'new');
  expect(shelf.get('seat')).toBe('new');
  shelf.delete('seat');
  expect(shelf.get('seat')).toBeUndefined();
});

it('at most a hundred refused keys are remembered', () => {
  const shelf = new SafeStorage(blocked);
  for (let key = 0; key <= 100; key++) shelf.set(`${key}`, 'x');
  expect([shelf.get('0'), shelf.get('1'), shelf.get('100')]).toEqual([undefined, 'x', 'x']);
});

it('without locks and channels there are none', () => {
  const page = {
    get navigator(): Navigator {
      return blocked();
    },
  };
  expect(locksOf(page)).toBeUndefined();
  vi.stubGlobal('BroadcastChannel', blocked);
  expect(openChannel('x')).toBeUndefined();
  vi.unstubAllGlobals();
});

it('code that captures storage gets one that does not throw, and the global is restored afterwards', () => {
  Object.defineProperty(globalThis, 'localStorage', { get: blocked, configurable: true });
  const found = withoutStorage(() => {
    localStorage.setItem('a', 'b');
    return localStorage.getItem('a');
  });
  expect(found).toBe('b');
  expect(() => localStorage).toThrow('insecure');
  Reflect.deleteProperty(globalThis, 'localStorage');
});
