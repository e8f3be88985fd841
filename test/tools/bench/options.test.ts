import { expect, it } from 'vitest';
import { BENCHMARKS, readOptions } from '../../../tools/bench/options.ts';

it('runs all benchmarks unless told which', () => {
  expect(readOptions([])).toEqual({ only: BENCHMARKS, json: false, quick: false, help: false });
  expect(readOptions(['--only', 'cpu', '--only', 'runtime', '--quick']).only).toEqual(['cpu', 'runtime']);
});

it('turns away what there is not', () => {
  expect(() => readOptions(['--only', 'speed'])).toThrow(
    'There is no benchmark "speed", only runtime, cpu, latency, arena, feel, journal, memory, sim.',
  );
  expect(() => readOptions(['--fast'])).toThrow('--fast');
});
