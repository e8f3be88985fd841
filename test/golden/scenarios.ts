/** The matches of the golden files, as they are played when the files are recorded again. */
import { liarsDice, liarsDiceBot } from '../../shared/games/liars-dice/index.ts';
import { defineBot } from '../../shared/runtime/index.ts';
import { VirtualMatch } from '../../shared/runtime/testing.ts';
import type { Recording } from '../../shared/runtime/host.ts';
import { everyTimer } from './every-timer.ts';
import { everyTurn } from './every-turn.ts';
import { everyVerb } from './every-verb.ts';

/** An evening of two people and two bots: one talks and drops now and then, and leaves in the end; the other comes back. */
export async function playLiarsDice(): Promise<Recording> {
  const match = new VirtualMatch(liarsDice, { options: { seats: 4, fillAfterMs: 2_000 }, seed: 11, bot: liarsDiceBot });
  // Whose id begins with "bot-" is played by the bot, and is a person for the table.
  match.enter({ kind: 'join', player: 'bot-ann', name: 'Ann', bot: false });
  const ben = await match.join('Ben');
  const watcher = await match.spectate('Will');
  await match.advance(20_000);
  match.send(ben, 'chat', 'Nobody believes me! 🎲');
  match.send(watcher, 'chat', 'May I?');
  match.send(ben, 'bid', { count: 1, face: 2 });
  match.drop(ben);
  await match.advance(5_000);
  match.return(ben);
  await match.advance(30_000);
  match.drop('bot-ann');
  await match.advance(1_000);
  match.return('bot-ann');
  match.leave(watcher);
  await match.advance(60_000);
  match.leave(ben);
  await match.advance(240_000);
  match.leave('bot-ann');
  await match.until(() => match.ended !== undefined);
  return match.recording();
}

const idle = defineBot(everyVerb, {
  name: 'idle',
  async play(bot) {
    await bot.until(() => false);
  },
});

/** A whole match of the game that calls every verb, with entries of all kinds. */
export async function playEveryVerb(): Promise<Recording> {
  const match = new VirtualMatch(everyVerb, { seed: 5, bot: idle });
  const ann = await match.join('Ann');
  const ben = await match.join('Ben');
  const will = await match.spectate('Will');
  let seen = 0;
  for (let tick = 0; match.ended === undefined && tick < 1_000; tick++) {
    if (tick % 13 === 0) match.send(ann, 'move', (tick % 5) - 1);
    if (tick % 17 === 0)
      match.send(ben, 'note', { text: 'naïve', list: [tick, null, -0, Number.NaN], nested: { tick } });
    if (tick % 23 === 0) match.send(ann, 'note', [tick]);
    if (tick % 19 === 0) match.answer(ann, tick % 2 === 0);
    if (tick % 40 === 7) match.drop(ben);
    if (tick % 40 === 15) match.return(ben);
    if (tick % 3 === 0)
      match.setInput(ann, { walk: tick % 9, aim: ((tick * 37) % 1024) - 512, seenMsAgo: 90 + (tick % 5) });
    if (tick % 31 === 0) match.setInput(ben, { zoom: (tick % 7) - 3, jump: tick % 2 });
    if (tick % 62 === 0) match.setInput(ben, undefined);
    if (tick % 29 === 0) for (const walk of [3, -2, 1]) match.enter({ kind: 'input', seat: 1, changes: [walk] });
    if (tick === 50) match.leave(will);
    for (const output of match.outputs.slice(seen)) {
      if (output.kind !== 'effect') continue;
      const { effect } = output;
      if (effect % 2 === 1) match.enter({ kind: 'effect', effect, result: `page ${effect}` });
      else match.enter({ kind: 'effect', effect, error: { name: 'Error', message: 'no such page' } });
    }
    seen = match.outputs.length;
    await match.tick();
  }
  return match.recording();
}

/** A whole match of the game that tells the order of its turns; messages come two at a time. */
export async function playEveryTurn(): Promise<Recording> {
  const match = new VirtualMatch(everyTurn, { seed: 3 });
  const ann = await match.join('Ann');
  for (let tick = 0; match.ended === undefined && tick < 1_000; tick++) {
    for (const part of [1, 2]) match.send(ann, 'go', 2 * tick + part);
    await match.tick();
  }
  return match.recording();
}

/** A whole match of the game of timers; its player drops and comes back, once in the time that is held. */
export async function playEveryTimer(): Promise<Recording> {
  const match = new VirtualMatch(everyTimer, { seed: 7 });
  const ann = await match.join('Ann');
  for (let tick = 0; match.ended === undefined && tick < 1_000; tick++) {
    if (tick % 70 === 45) match.drop(ann);
    if (tick % 70 === 68) match.return(ann);
    if (tick % 90 === 89) match.send(ann, 'go', tick);
    await match.tick();
  }
  return match.recording();
}
