/** The count at the reveal: the matching dice light up one after another. */
import { useEffect, useState } from 'preact/hooks';
import type { TableView } from './table-view.ts';

/** The cups are lifted before. */
const LIFT_MS = 750;
const SLOWEST_MS = 300;
const COUNTED_WITHIN_MS = 1_900;

export interface DiceTally {
  /** The number counted so far. */
  counted: number;
  done: boolean;
  /** How a die is drawn now. */
  mark(seat: number, die: number): 'counts' | 'aside' | undefined;
}

const NOTHING: DiceTally = { counted: 0, done: true, mark: () => undefined };

/** The dice that count for the bid's face, as `seat:die`, seat by seat. */
export function countingDice(view: TableView): string[] {
  const face = view.reveal?.face;
  return view.seats.flatMap(({ index, shown }) =>
    shown.flatMap((die, at) => (die === face || die === 1 ? [`${index}:${at}`] : [])),
  );
}

export function useTally(view: TableView): DiceTally {
  const counts = view.reveal !== undefined && view.reveal.kind !== 'forfeit';
  const order = counts ? countingDice(view) : [];
  const key = counts ? `${view.round}:${view.now}` : '';
  const [progress, setProgress] = useState({ key: '', counted: 0, started: false });
  const current = progress.key === key ? progress : { key, counted: 0, started: false };
  const done = current.started && current.counted >= order.length;

  useEffect(() => {
    if (!counts || done) return;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const paceMs = Math.min(SLOWEST_MS, COUNTED_WITHIN_MS / Math.max(1, order.length));
    const timer = setTimeout(
      () =>
        setProgress({
          key,
          started: true,
          counted: still ? order.length : Math.min(order.length, current.counted + (current.started ? 1 : 0)),
        }),
      still ? 0 : current.started ? paceMs : LIFT_MS,
    );
    return () => clearTimeout(timer);
  }, [counts, key, current.counted, current.started, order.length]);

  if (!counts) return NOTHING;
  return {
    counted: current.counted,
    done,
    mark(seat, die) {
      const at = order.indexOf(`${seat}:${die}`);
      if (at < 0) return current.started ? 'aside' : undefined;
      return at < current.counted ? 'counts' : undefined;
    },
  };
}
