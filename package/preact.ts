/** `greenroom/preact`: tables in Preact components. */
export { useCountdown, useRoster, useTable } from '../client/hooks/preact.ts';
export type { GameView, LobbyArt, NewTableProps, ViewOfGame } from '../client/games/game-view.ts';
