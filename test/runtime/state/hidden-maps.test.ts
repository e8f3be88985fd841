/** Filtered maps: added, removed, cleared and moved elements are sent without a walk through the whole view. */
import { schema, t } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { defineGame, type StateOf } from '../../../shared/runtime/index.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';

const Shot = schema({ x: t.uint8().default(0), secret: t.uint8().default(7).view(2) }, 'Shot');
const Body = schema({ x: t.uint8().default(0), shots: t.map(Shot) }, 'ShooterBody');
const Shooter = schema({ body: t.ref(Body).view() }, 'Shooter');
const State = schema({ shooters: t.array(Shooter) }, 'HiddenMaps');
type Bodies = readonly InstanceType<typeof Body>[];

/** What happens in a tick, to two bodies that Ann sees and one that she does not. */
const STEPS: Readonly<Record<string, (bodies: Bodies) => void>> = {
  comes: ([one]) => void one!.shots.set('a', new Shot().assign({ x: 1 })),
  'comes out of sight': ([, , far]) => void far!.shots.set('f', new Shot().assign({ x: 9 })),
  goes: ([one]) => void one!.shots.delete('a'),
  'goes and comes': ([one]) => {
    one!.shots.delete('a');
    one!.shots.set('a', new Shot().assign({ x: 2 }));
    one!.shots.set('b', new Shot().assign({ x: 3 }));
  },
  changes: ([one]) => one!.shots.forEach((shot) => (shot.x += 1)),
  'moves to the other': ([one, two]) => {
    const shot = one!.shots.get('a');
    if (shot === undefined) return;
    one!.shots.delete('a');
    two!.shots.set('c', shot);
  },
  'moves out of sight': ([, two, far]) => {
    const shot = two!.shots.get('c');
    if (shot === undefined) return;
    two!.shots.delete('c');
    far!.shots.set('c', shot);
  },
  'is emptied': ([one]) => one!.shots.clear(),
  'is emptied into the other': ([one, two]) => {
    const shots = [...one!.shots.entries()];
    one!.shots.clear();
    for (const [key, shot] of shots) two!.shots.set(key, shot);
  },
  'is emptied and filled': ([one]) => {
    const shots = [...one!.shots.entries()];
    one!.shots.clear();
    for (const [key, shot] of shots) one!.shots.set(`${key}!`, shot);
    one!.shots.set('new', new Shot());
  },
};

const names = Object.keys(STEPS);

function gameOf(program: readonly string[]) {
  return defineGame({
    name: 'hidden-maps',
    title: 'Hidden maps',
    seats: { min: 1, max: 1 },
    tickRate: 20,
    state: State,
    messages: {},
    async play(room) {
      const [ann] = await room.seated(1);
      const bodies = [new Body(), new Body(), new Body()];
      for (const body of bodies) room.state.shooters.push(new Shooter().assign({ body }));
      for (const body of bodies.slice(0, 2)) ann.view.add(body);
      await room.nextTick();
      for (const name of program) {
        STEPS[name]!(bodies);
        await room.nextTick();
      }
    },
  });
}

test.each(names)('S2.1 a map that only some see: every two things before and after one that %s', async (name) => {
  for (const before of names) {
    for (const after of names) {
      const program = ['comes', before, name, after, 'changes'];
      const match = new VirtualMatch(gameOf(program));
      const client: StateOf<ReturnType<typeof gameOf>> = match.connect(await match.join('Ann'));
      // The match checks after each tick what this client, one that stays and one that comes have decoded.
      await match.tick(program.length + 4);
      expect(match.ended, program.join(', ')).toMatchObject({ kind: 'finished' });
      for (const at of [0, 1]) {
        const shots = (state: typeof client) =>
          new Map([...(state.shooters[at]?.body?.shots.entries() ?? [])].map(([key, { x }]) => [key, x]));
        expect(shots(client), program.join(', ')).toEqual(shots(match.state));
      }
      expect(client.shooters[2]?.body, program.join(', ')).toBeUndefined();
    }
  }
});
