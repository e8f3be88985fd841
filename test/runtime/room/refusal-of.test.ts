/** A host may ask how a match stands towards a message before it writes it down. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FEED_LIMIT } from '../../../shared/runtime/room/mailbox.ts';
import type { Entry } from '../../../shared/runtime/host.ts';
import { matchOf, step, type Script } from '../play.ts';

const JOIN: Entry = { kind: 'join', player: 'ann', name: 'Ann', bot: false };

function message(type: string, data: unknown, ref = 1): Entry {
  return { kind: 'message', player: 'ann', type, data, ref };
}

/** What becomes of the first message of a tick. */
async function fate(match: ReturnType<typeof matchOf>, entry: Entry): Promise<unknown> {
  const outputs = await step(match, entry);
  const refused = outputs.find((output) => output.kind === 'refused');
  return refused && { code: refused.code, message: refused.message };
}

describe('P8.9 refusalOf() tells how a message is refused that enters first in the next tick', () => {
  it.each<[string, Script, string]>([
    ['not awaited', async (room) => room.sleep(1_000), 'other'],
    ['in the buffer no place is left', async (room) => room.sleep(1_000), 'kept'],
    [
      'the loop has too many already',
      async (room) => {
        const [ann] = await room.seated(1);
        ann.messages('move');
        await room.sleep(1_000);
      },
      'move',
    ],
  ])('%s', async (_, script, type) => {
    const match = matchOf(script);
    await step(match, JOIN);
    const data = type === 'other' ? 'x' : 1;
    if (type !== 'other') await step(match, ...Array.from({ length: FEED_LIMIT }, () => message(type, data)));
    const refusal = match.refusalOf('ann', type);
    expect(refusal).toBeDefined();
    expect(await fate(match, message(type, data))).toEqual(refusal);
  });

  it('of somebody who is not at the table, or when the match is over', async () => {
    const match = matchOf(async (room) => room.sleep(100));
    expect(match.refusalOf('ann', 'move')).toMatchObject({ code: 'not-seated' });
    expect(await fate(match, message('move', 1))).toEqual(match.refusalOf('ann', 'move'));
    await step(match, JOIN);
    while (match.ended === undefined) await step(match);
    expect(match.refusalOf('ann', 'move')).toMatchObject({ code: 'room-closed' });
    expect(await fate(match, message('move', 1))).toEqual(match.refusalOf('ann', 'move'));
  });
});

const deed = fc.constantFrom('next move', 'next other', 'next kept', 'loop', 'break', 'sleep', 'race');
const said = fc.array(fc.record({ type: fc.constantFrom('move', 'other', 'kept'), pause: fc.nat(3) }), {
  maxLength: 40,
});

it('P8.9 refusalOf changes nothing and predicts the reply, whatever a script awaits', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 8 }), said, async (deeds, messages) => {
      const script: Script = async (room) => {
        const [ann] = await room.seated(1);
        for (;;) {
          for (const what of deeds) {
            if (what === 'next move') await ann.next('move', { timeoutMs: 150, otherwise: 0 });
            else if (what === 'next other') await ann.next('other', { timeoutMs: 150, otherwise: '' });
            else if (what === 'next kept') await ann.next('kept', { timeoutMs: 150, otherwise: 0 });
            else if (what === 'sleep') await room.sleep(100);
            else if (what === 'race') await room.race([() => ann.next('move'), () => room.sleep(150)]);
            else {
              const loop = ann.messages('move');
              await room.sleep(100);
              if (what === 'break') await loop.return?.();
            }
          }
        }
      };
      const [asked, unasked] = [matchOf(script), matchOf(script)];
      for (const match of [asked, unasked]) await step(match, JOIN);
      for (const [ref, { type, pause }] of messages.entries()) {
        for (let ticks = 0; ticks < pause; ticks++) for (const match of [asked, unasked]) await step(match);
        const entry = message(type, type === 'other' ? 'x' : 1, ref);
        const refusal = asked.refusalOf('ann', type);
        const outputs = await step(asked, entry);
        expect(await step(unasked, entry)).toEqual(outputs);
        if (refusal !== undefined)
          expect(outputs).toContainEqual(expect.objectContaining({ kind: 'refused', ref, ...refusal }));
      }
    }),
  );
});
