/** What the lobby draws of the arena. */
import type { LobbyArt } from '../game-view.ts';
import { ArenaSign } from './sign.tsx';
import { ArenaVignette } from './vignette.tsx';

export const arenaLobbyArt: LobbyArt = { Sign: ArenaSign, Vignette: ArenaVignette };
