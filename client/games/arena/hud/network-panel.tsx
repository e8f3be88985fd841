/** Network figures: round trip, interpolation delay and prediction error. */
import { useEffect, useState } from 'preact/hooks';
import type { RealTime } from '../../../connection/real-time.ts';
import { SNAP_DISTANCE, pixels } from '../render/units.ts';
import type { GameLoop } from '../game-loop.ts';
import './network-panel.css';

const EVERY_MS = 500;

/** A respawn is not a prediction error, however far away it is. */
export function correctionText(units: number): string {
  return units > SNAP_DISTANCE ? 'a jump' : `${pixels(units).toFixed(1)} px`;
}

export function NetworkPanel({ loop, realTime }: { loop: GameLoop; realTime: RealTime }) {
  const [, again] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => again((count) => count + 1), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const { rttMs, jitterMs, correction, corrections, bytesInPerSecond, bytesOutPerSecond } = realTime.stats;
  const rows: readonly (readonly [name: string, value: string])[] = [
    ['Ping', `${Math.round(rttMs)} ms`],
    ['Jitter', `${jitterMs.toFixed(1)} ms`],
    ['Corrections', String(corrections)],
    ['Last correction', correctionText(correction)],
    ['In', `${(bytesInPerSecond / 1_000).toFixed(1)} kB/s`],
    ['Out', `${(bytesOutPerSecond / 1_000).toFixed(1)} kB/s`],
    ['Frame rate', `${Math.round(loop.hud.framesPerSecond)} fps`],
  ];
  return (
    <dl class="network-panel" aria-label="Network">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
