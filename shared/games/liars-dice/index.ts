/** Liar's Dice: the game, the bot that fills its empty seats, and the words both sides of the wire share. */
export { regular as liarsDiceBot } from './bot.ts';
export { liarsDice } from './game.ts';
