/** What the lobby draws of Liar’s Dice. */
import type { LobbyArt } from '../game-view.ts';
import { DiceSign } from './sign.tsx';
import { DiceVignette } from './vignette.tsx';

export const liarsDiceLobbyArt: LobbyArt = { Sign: DiceSign, Vignette: DiceVignette };
