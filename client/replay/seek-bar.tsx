/** The seek bar: the position, the read-ahead's progress, and the timeline marks. */
import { useMemo } from 'preact/hooks';
import type { Playback } from './playback.ts';
import type { TimelineMark } from './match-timeline.ts';
import { clockTime, spokenTime } from './time.ts';
import './seek-bar.css';

export function SeekBar({ playback }: { playback: Playback }) {
  const { tick, lastTick, bufferedTick, end, timeline } = playback;
  const share = (at: number) => `${percent(at, lastTick)}%`;
  const marks = useMemo(() => <Marks marks={timeline.marks} lastTick={lastTick} />, [timeline.marks, lastTick]);
  const [at, whole] = [playback.msOf(tick), playback.msOf(lastTick)];
  return (
    <div class="seek">
      <time class="seek__time">{clockTime(at)}</time>
      <div class="seek__bar">
        <div
          class="seek__track"
          aria-hidden="true"
          style={{ '--at': share(tick), '--reached': share(Math.min(bufferedTick, end)) }}
        >
          {marks}
        </div>
        <input
          type="range"
          class="seek__handle"
          min={0}
          max={lastTick}
          value={tick}
          aria-label="Time"
          aria-valuetext={`${spokenTime(at)} of ${spokenTime(whole)}`}
          onPointerDown={() => playback.scrub(true)}
          onPointerUp={() => playback.scrub(false)}
          onPointerCancel={() => playback.scrub(false)}
          onInput={(event) => playback.seek(event.currentTarget.valueAsNumber)}
        />
      </div>
      <time class="seek__time">{clockTime(whole)}</time>
    </div>
  );
}

function Marks({ marks, lastTick }: { marks: readonly TimelineMark[]; lastTick: number }) {
  const parts = marks.filter(({ kind }) => kind === 'part');
  const between = percent(parts.at(-1)?.tick ?? 0, lastTick) / parts.length;
  let number = 0;
  return marks.map((mark) => {
    if (mark.kind === 'part') number += 1;
    // The largest power of two that divides the part's number. Marks with small values are hidden first when space is short.
    const room = (number & -number) * between;
    return (
      <i
        key={`${mark.tick}:${mark.kind}`}
        class="seek__mark"
        data-kind={mark.kind}
        style={{ left: `${percent(mark.tick, lastTick)}%`, '--room': room }}
      />
    );
  });
}

function percent(at: number, lastTick: number): number {
  return (100 * at) / Math.max(1, lastTick);
}
