/** Liar's Dice: the game, its bot, and the terms that server and clients share. */
export { liarsDiceBot, liarsDiceBotOf, liarsDiceBots } from './bot.ts';
export { liarsDice } from './game.ts';
