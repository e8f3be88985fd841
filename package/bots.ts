/** `greenroom/bots`: network clients that play by a bot's script, for programs. */
export { BotGroup } from '../client/bots/bot-group.ts';
export { type BotOptions } from '../client/bots/options.ts';
