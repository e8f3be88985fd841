/** `greenroom/react`: tables in React components. */
export { useCountdown, useRoster, useTable } from '../client/hooks/react.ts';
