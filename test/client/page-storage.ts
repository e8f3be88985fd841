import { afterEach, beforeEach, vi } from 'vitest';

/** The page's storage in each test of a file, empty at its start; returns its entries. */
export function stubStorage(...names: readonly ('localStorage' | 'sessionStorage')[]): Map<string, string> {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  beforeEach(() => {
    kept.clear();
    for (const name of names) vi.stubGlobal(name, storage);
  });
  afterEach(() => void vi.unstubAllGlobals());
  return kept;
}
