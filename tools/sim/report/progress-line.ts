/** How far a run is, in one line. */
import { counted, duration, hours, rounded } from './format.ts';

/** What the line tells. */
export interface SimProgressState {
  readonly done: number;
  readonly of: number;
  readonly matches: number;
  readonly simulatedMs: number;
  readonly wallMs: number;
  readonly failures: number;
  /** What is done beside it, such as making a small case; '' where nothing is. */
  readonly beside: string;
}

const BAR = 20;

export function progressLine({ done, of, matches, simulatedMs, wallMs, failures, beside }: SimProgressState): string {
  const filled = Math.floor((BAR * done) / of);
  const parts = [
    `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${Math.floor((100 * done) / of)} %`,
    counted(matches, 'match', 'matches'),
    hours(simulatedMs),
    `${rounded(simulatedMs / Math.max(1, wallMs))} × real time`,
    counted(failures, 'failure'),
  ];
  if (done > 0) parts.push(`${duration(((of - done) * wallMs) / done)} left`);
  if (beside !== '') parts.push(beside);
  return parts.join(' · ');
}
