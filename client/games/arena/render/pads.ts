/** The pads and their power-ups. */
import { Container, Sprite } from 'pixi.js';
import type { ArenaMap } from '../../../../shared/games/arena/map.ts';
import { PAD_COLOURS } from '../colours.ts';
import type { Atlas } from './atlas.ts';
import { pixels } from './units.ts';

interface PadSprites {
  readonly ring: Sprite;
  readonly glow: Sprite;
  readonly sign: Sprite;
  readonly colour: number;
}

export class Pads {
  readonly view = new Container();
  readonly #pads: PadSprites[];
  #passed = 0;

  constructor(map: ArenaMap, atlas: Atlas) {
    this.#pads = map.pads.map(({ x, y, kind }) => {
      const colour = PAD_COLOURS[kind];
      const plate = new Sprite(atlas.padPlate);
      const ring = new Sprite(atlas.padRing);
      const glow = new Sprite(atlas.glow);
      const sign = new Sprite(kind === 'shield' ? atlas.shieldSign : atlas.boostSign);
      for (const each of [ring, glow, sign]) each.tint = colour;
      for (const each of [ring, glow]) each.blendMode = 'add';
      const pad = new Container();
      pad.position.set(pixels(x), pixels(y));
      pad.addChild(plate, ring, glow, sign);
      this.view.addChild(pad);
      return { ring, glow, sign, colour };
    });
  }

  /** @param readyShare how much of a pad's cooldown is over, from 0 to 1 */
  draw(readyShare: (pad: number) => number, passedMs: number): void {
    this.#passed += passedMs;
    this.#pads.forEach(({ ring, glow, sign }, index) => {
      const share = readyShare(index);
      const ready = share >= 1;
      const beat = 0.5 + 0.5 * Math.sin(this.#passed / 330 + index);
      sign.alpha = ready ? 1 : 0.16;
      sign.scale.set(ready ? 0.94 + 0.1 * beat : 0.72);
      glow.alpha = ready ? 0.42 + 0.22 * beat : 0;
      glow.scale.set(0.95 + 0.12 * beat);
      ring.alpha = ready ? 0.75 : 0.28;
      ring.scale.set(ready ? 1 : 0.35 + 0.65 * share);
      ring.rotation = this.#passed / 1_400;
    });
  }

  destroy(): void {
    this.view.destroy({ children: true });
  }
}
