/** A game whose script, bot or effect crashes its process, in the way that its player chooses. */
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { schema, t } from '@colyseus/schema';
import { z } from 'zod';
import { defineBot, defineEffects, defineGame } from '../../../shared/runtime/index.ts';

const WAYS = ['exits', 'is killed', 'hangs', 'eats memory', 'exits later'] as const;
const PARTS = ['script', 'bot', 'effect'] as const;

export type CrashWay = (typeof WAYS)[number];
export type CrashPart = (typeof PARTS)[number];

const spec = {
  state: schema({ ready: t.boolean().default(false), bot: t.string().default('') }, 'Culprit'),
  messages: { go: z.strictObject({ part: z.enum(PARTS), way: z.enum(WAYS) }) },
  effects: { deadly: { args: z.enum(WAYS), result: z.string() } },
};

export const crashingGame = defineGame({
  name: 'culprit',
  title: 'Culprit',
  seats: { min: 1, max: 2 },
  tickRate: 50,
  reconnectGraceMs: 60_000,
  ...spec,
  async play(room) {
    const [player] = await room.seated(1);
    room.addBots(1);
    await room.until(() => room.players.length === 2);
    room.state.ready = true;
    const { part, way } = await player.next('go');
    if (part === 'script') endProcess(way);
    else if (part === 'bot') room.state.bot = way;
    else await room.effect('deadly', way);
    await room.sleep(1_000_000);
  },
});

export const crashingBot = defineBot(crashingGame, {
  name: 'villain',
  async play(bot) {
    await bot.until(() => bot.state.bot !== '');
    endProcess(bot.state.bot as CrashWay);
  },
});

export const crashingEffects = defineEffects(crashingGame, {
  async deadly(way) {
    await sleep(20);
    endProcess(way);
    return await new Promise(() => {});
  },
});

function endProcess(way: CrashWay): void {
  switch (way) {
    case 'exits':
      return process.exit(3);
    case 'exits later':
      // A timer that no trap knows.
      return void sleep(300).then(() => process.exit(3));
    case 'is killed':
      return void execFileSync('kill', ['-9', String(process.pid)]);
    case 'hangs':
      for (;;);
    case 'eats memory':
      for (const all: number[][] = []; ;) all.push(Array.from({ length: 1_000 }, () => all.length / 3));
  }
}
