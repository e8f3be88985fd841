/** Finds what a script must not use, in the text of a source file. */
import { moduleStateOf, referencesOf, type Source } from './source.ts';

/**
 * Clocks, chance, timers, I/O and whatever depends on the garbage collector: a script's world is its room. It has all that
 * shared/runtime/kernel/impure.ts has for the traps, which a test holds, and more: what no trap can catch.
 */
const BANNED = new Set([
  ...['Date', 'performance', 'Temporal', 'Math.random', 'crypto'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'requestAnimationFrame', 'requestIdleCallback'],
  ...['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'Worker', 'SharedWorker', 'MessageChannel'],
  ...['BroadcastChannel', 'Atomics', 'AbortSignal.timeout', 'URL.createObjectURL', 'File', 'gc'],
  ...['PerformanceMark', 'PerformanceObserver', 'localStorage', 'sessionStorage', 'indexedDB', 'caches', 'cookieStore'],
  ...['window', 'document', 'location', 'history', 'screen', 'navigator', 'globalThis'],
  ...['process', 'Buffer', 'require', 'console', 'import()', 'eval', 'WeakRef', 'FinalizationRegistry'],
  // What follows gives other results in another engine, or for people of another country; objects may be built in any order.
  ...['Intl', 'for in'],
  ...['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'atan2', 'sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh'].map(
    ofMath,
  ),
  ...['exp', 'expm1', 'log', 'log1p', 'log2', 'log10', 'pow', 'cbrt', 'hypot'].map(ofMath),
]);

/** The same, as methods of whatever value. */
const BANNED_METHODS = /\.(localeCompare|toLocale\w+)$/;

function ofMath(name: string): string {
  return `Math.${name}`;
}

export function bannedIn(source: Source): string[] {
  return referencesOf(source)
    .filter(({ name }) => BANNED.has(name) || BANNED_METHODS.test(name))
    .map(({ name, line }) => `${source.path}:${line} uses ${name}`);
}

export function stateIn(source: Source): string[] {
  return moduleStateOf(source).map(({ name, line }) => `${source.path}:${line} has a module-level ${name}`);
}
