import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FrameCounter } from '../../../server/colyseus/frame-counter.ts';
import { frameOf } from '../web-socket-frames.ts';

it('counts each frame where it begins, of whatever kind and length, however the network cuts it', () => {
  const opcode = fc.constantFrom(0, 1, 2, 8, 9, 10);
  const length = fc.oneof(fc.nat(130), fc.constantFrom(125, 126, 127, 65_535, 65_536), fc.nat(70_000));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(opcode, length, fc.boolean()), { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 20 }),
      (frames, pieces) => {
        const bytes = Buffer.concat(frames.map(([kind, size, fin]) => frameOf(kind, Buffer.alloc(size, 0xff), fin)));
        const counter = new FrameCounter();
        let counted = 0;
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const piece = pieces[turn % pieces.length] ?? 1;
          counted += counter.count(bytes.subarray(at, at + piece));
          at += piece;
        }
        expect(counted).toBe(frames.length);
      },
    ),
  );
});

it('takes a length that no frame has for one frame', () => {
  const counter = new FrameCounter();
  expect(counter.count(Uint8Array.of(0x82, 0xff, ...Array.from({ length: 8 }, () => 0xff)))).toBe(1);
  expect(counter.count(new Uint8Array(100_000))).toBe(0);
});
