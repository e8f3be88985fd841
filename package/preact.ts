/** `greenroom/preact`: tables in Preact components. */
export { useCountdown, useRoster, useTable } from '../client/hooks/preact.ts';
