import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, it, onTestFinished } from 'vitest';
import { findRecording } from '../../../server/replay/find.ts';
import { ProgressLine } from '../../../shared/progress-line.ts';
import { reportText } from '../../../server/replay/report.ts';
import { runTo } from '../../../server/replay/run.ts';
import { liarsDice } from '../../../shared/games/liars-dice/index.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';
import { violationOf, planOf } from '../test-plans.ts';
import { writeFailure } from '../../../tools/sim/run/failure-files.ts';

it('the replay of a match that still went on opens as any other, and says which invariant broke', async () => {
  const base = mkdtempSync(`${tmpdir()}/greenroom-failures-`);
  onTestFinished(() => rmSync(base, { recursive: true }));
  const match = new VirtualMatch(liarsDice, { options: { seats: 2 } });
  await match.join('Ann');
  await match.join('Bob');
  await match.advance(9_000);
  const plan = planOf({ seed: 31 });
  const failure = { drawn: plan, plan, violation: violationOf(), lastEvents: [], recording: match.recording() };

  const { replay } = await writeFailure(failure, { folder: 'deep/down', base });
  expect(replay).toBe('deep/down/liars-dice-31.replay');
  const recording = await findRecording('deep/down/liars-dice-31.replay', { folder: base, dataFolder: base });
  const progress = new ProgressLine({ write() {} }, () => 0);
  const run = await runTo(liarsDice, recording, recording.lastTick, progress);
  expect({ tick: run.tick, divergence: run.divergence }).toEqual({ tick: match.match.tick, divergence: undefined });
  expect(reportText({ recording, game: liarsDice, code: '' }, {})).toContain('end      failed: dice are never lost\n');
});
