import { schema, t } from '@colyseus/schema';
import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { defineGame, type Player } from '../../../shared/runtime/index.ts';
import { FrameWriter, readFrames, Replay, type Entry } from '../../../shared/runtime/host.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';

const Team = z.enum(['red', 'blue']);

/** Writes down which team each player chose; in the second round once more. */
const teams = defineGame({
  name: 'teams',
  title: 'Teams',
  seats: { min: 1, max: 3 },
  tickRate: 10,
  state: schema({ teams: t.array('string'), errors: t.array('string') }, 'Teams'),
  joinOptions: z.strictObject({ team: Team.default('red'), colors: z.array(z.string()).default([]) }),
  messages: { again: z.null(), paint: z.null() },
  checkpoint: z.strictObject({ round: z.number() }),
  async play(room, from) {
    if (from !== undefined) for (const { options } of room.players) room.state.teams.push(options.team);
    await room.scope(async (scope) => {
      for await (const player of room.arrivals()) {
        if (from === undefined) room.state.teams.push(player.options.team);
        scope.spawn('again', async () => {
          await player.next('again');
          await room.checkpoint({ round: 2 });
        });
        scope.spawn('paint', async () => {
          await player.next('paint');
          try {
            player.options.colors.push('green');
          } catch (error) {
            room.state.errors.push(String(error));
          }
        });
      }
    });
  },
});

function bytesOf(entry: Entry): Uint8Array {
  const writer = new FrameWriter();
  writer.frame(1, [entry]);
  return writer.take();
}

test('P10.1 what a player chose is in player.options, with the defaults of the schema', async () => {
  const match = new VirtualMatch(teams);
  await match.join('Ann', { team: 'blue' });
  await match.join('Bob');
  expect([...match.state.teams]).toEqual(['blue', 'red']);
  expectTypeOf<Player<typeof teams>['options']['team']>().toEqualTypeOf<'red' | 'blue'>();
});

test('P10.1 so it is for bots, and for players of a journal from before the game had such options', async () => {
  const match = new VirtualMatch(teams);
  match.enter({ kind: 'join', player: 'bot-1', name: 'Bot', bot: true });
  match.enter({ kind: 'join', player: 'old', name: 'Old', bot: false });
  await match.tick();
  expect(match.match.players.map(({ options }) => options)).toEqual([
    { team: 'red', colors: [] },
    { team: 'red', colors: [] },
  ]);
});

test('P10.2 a script cannot change them', async () => {
  const match = new VirtualMatch(teams);
  const ann = await match.join('Ann', { colors: ['blue'] });
  match.send(ann, 'paint', null);
  await match.tick(2);
  expect(match.state.errors[0]).toMatch('TypeError');
  expect(match.match.players[0]?.options.colors).toEqual(['blue']);
});

test('P10.2 they are the same after a checkpoint, and in a match that is built from its snapshot', async () => {
  const match = new VirtualMatch(teams);
  const ann = await match.join('Ann', { team: 'blue' });
  await match.join('Bob');
  match.send(ann, 'again', null);
  await match.tick(2);
  expect([...match.state.teams]).toEqual(['blue', 'red', 'blue', 'red']);
  const from = match.match.snapshot;
  const restored = new VirtualMatch(teams, { from });
  await restored.tick();
  expect([...restored.state.teams]).toEqual(['blue', 'red', 'blue', 'red']);
  expect(from?.seats.map((seat) => 'options' in seat)).toEqual([true, true]);
});

test('P10.3 options that the schema refuses become no entry', async () => {
  const match = new VirtualMatch(teams);
  // @ts-expect-error there is no such team
  await expect(match.join('Ann', { team: 'green' })).rejects.toThrow(/"joinOptions" was refused.* at team/);
  await match.tick();
  expect(match.match.players).toEqual([]);
});

test('P10.3 a replay that has such an entry is refused', async () => {
  const match = new VirtualMatch(teams);
  await match.join('Ann', { team: 'blue' });
  const recording = match.recording();
  const forged = {
    ...recording,
    frames: recording.frames.map((frame) => ({
      ...frame,
      entries: frame.entries.map((entry) => ({ ...entry, options: { team: 'green' } })),
    })),
  };
  const replay = new Replay(teams, forged, { checksEntries: true });
  await replay.advance(1);
  expect(replay.divergence).toBeDefined();
  const honest = new Replay(teams, recording, { checksEntries: true });
  await honest.advance(1);
  expect(honest.divergence).toBeUndefined();
});

test('P10.4 the entry of a join has them, and without them its bytes are as they were', () => {
  const join: Entry = { kind: 'join', player: 'a', name: 'Ann', bot: false, token: 'x' };
  const chosen: Entry = { ...join, options: { team: 'blue' } };
  // As earlier versions have written it.
  expect(Buffer.from(bytesOf(join)).toString('hex')).toBe('0102100161017803416e6e');
  for (const entry of [join, chosen]) expect([...readFrames(bytesOf(entry))]).toEqual([{ tick: 1, entries: [entry] }]);
});

test('P10.5 a schema that gives no options to those who choose none is a RangeError', () => {
  const strict = (joinOptions: z.ZodType) => () =>
    defineGame({
      ...{ name: 'strict', title: 'Strict', seats: { min: 1, max: 1 }, tickRate: 10, messages: {} },
      ...{ state: schema({ on: t.boolean() }, 'Strict'), joinOptions, play: async () => {} },
    });
  expect(strict(z.strictObject({ team: Team }))).toThrow(RangeError);
  expect(strict(z.object({}).transform(() => new Date()))).toThrow('strict: joinOptions takes {}');
  expect(strict(z.strictObject({ team: Team.default('red') }))).not.toThrow();
});
