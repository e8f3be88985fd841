/** Liar's Dice: the game, the bot that fills its empty seats, and the words both sides of the wire share. */
export { liarsDiceBot, liarsDiceBotOf } from './bot.ts';
export { liarsDice } from './game.ts';
