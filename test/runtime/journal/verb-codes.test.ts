import { expect, test } from 'vitest';
import { ByteReader } from '../../../shared/runtime/journal/byte-reader.ts';
import { ByteWriter } from '../../../shared/runtime/journal/byte-writer.ts';
import { readVerbs, writeVerbs } from '../../../shared/runtime/journal/verb-codes.ts';

/** Verbs that were renamed, with the byte that recordings have had for them since they had their former name. */
const RENAMED = [
  { was: 'asked', byte: 6, is: 'nextQuestion' },
  { was: 'queue.put', byte: 28, is: 'queue.tryPut' },
  { was: 'queue.putWhenFree', byte: 29, is: 'queue.put' },
  { was: 'queue.finished', byte: 33, is: 'queue.join' },
  { was: 'player.send', byte: 47, is: 'player.notify' },
  { was: 'player.dismiss', byte: 48, is: 'player.kick' },
  { was: 'room.broadcast', byte: 49, is: 'room.notifyAll' },
  { was: 'room.open', byte: 50, is: 'room.joinable' },
  { was: 'room.tellSpectators', byte: 55, is: 'room.notifySpectators' },
];

test.for(RENAMED)('what was recorded as $was is read as $is', ({ byte, is }) => {
  const recorded = new Uint8Array([1, 0, byte]);

  expect(readVerbs(new ByteReader(recorded))).toEqual({ verbs: [is], calls: 1 });
});

test.for(RENAMED)('$is is written with the byte that $was had', ({ byte, is }) => {
  const writer = new ByteWriter();
  writeVerbs(writer, { verbs: [is], calls: 1 });

  expect([...writer.take()]).toEqual([1, 0, byte]);
});
