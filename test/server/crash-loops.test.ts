/** What ends its process again and again: it is found out, and the rest plays on. */
import type { Room } from '@colyseus/sdk';
import { expect, it } from 'vitest';
import { openReader } from '../../server/journal/reader.ts';
import type { CrashPart, CrashWay } from './crash/crashing-game.ts';
import { CrashingServer, patient } from './crash/crashing-server.ts';
import { closing, eventually } from '../support/test-server.ts';

const BROKEN = 'This match could not be brought back after a restart. Sorry about that.';

/** A neighbour, and a table whose part is about to end the process. */
async function openTables(
  house: CrashingServer,
): Promise<{ ann: Room<{ total: number }>; bob: Room<{ ready: boolean }> }> {
  const ann = patient(await house.sdk.create<{ total: number; hands: unknown[] }>('counter'));
  ann.onMessage('*', () => {});
  await eventually(() => ann.state.hands?.length === 1);
  await ann.request('add', { n: 3 });
  const bob = patient(await house.sdk.create<{ ready: boolean }>('culprit'));
  bob.onMessage('*', () => {});
  await eventually(() => bob.state.ready);
  return { ann, bob };
}

it.each<[CrashPart, CrashWay, string, number]>([
  ['script', 'exits', 'script', 3],
  ['script', 'exits later', 'script', 3],
  ['script', 'is killed', 'script', 4],
  ['bot', 'exits', 'bot villain', 3],
  ['bot', 'hangs', 'bot villain', 4],
  ['effect', 'exits', 'effect deadly', 3],
  ['effect', 'eats memory', 'effect deadly', 3],
])(
  'a match whose %s %s is voided after it ended three processes, with its %s named, and its neighbours play on',
  async (part, way, named, deaths) => {
    const house = await CrashingServer.open({
      environment: { HANG_SECONDS: '2', NODE_OPTIONS: '--max-old-space-size=100' },
    });
    const { ann, bob } = await openTables(house);
    const bobsEnd = closing(bob);
    let annIsBack = true;
    ann.onDrop(() => (annIsBack = false));
    ann.onReconnect(() => (annIsBack = true));
    house.supervise();
    bob.send('go', { part, way });

    const [voided] = await house.told('match voided');
    const reason = `its ${named} has ended 3 processes`;
    expect(voided).toMatchObject({ level: 50, game: 'culprit', room: bob.roomId, reason });
    expect(await bobsEnd).toEqual({ code: 4024, reason: BROKEN });
    await eventually(() => annIsBack);
    await ann.request('add', { n: 4 });
    await eventually(() => ann.state.total === 7);
    // Where others ran with it, the first death only makes suspects.
    expect(house.crashes).toBeLessThanOrEqual(deaths);
    const reader = openReader(house.folder);
    const ends = reader.matches().map(({ game, end }) => [game, end]);
    reader.close();
    expect(ends).toEqual([
      ['culprit', { kind: 'voided', reason }],
      ['counter', undefined],
    ]);
  },
);
