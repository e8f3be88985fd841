/** Paints all small textures into one atlas when the arena opens: one draw call shows all of them, and nothing is downloaded. */
import { CanvasSource, Rectangle, Texture } from 'pixi.js';
import { PAINTERS, type TextureName } from './painters.ts';

/** Painted at twice their size, for high-density screens. */
const SHARPNESS = 2;
const SIDE = 512;
const GAP = 3;

export type Atlas = Readonly<Record<TextureName, Texture>>;

/** Paints the atlas; its textures live until `source` is destroyed. */
export function paintAtlas(): { atlas: Atlas; source: CanvasSource } {
  const canvas = document.createElement('canvas');
  canvas.width = SIDE * SHARPNESS;
  canvas.height = SIDE * SHARPNESS;
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('this browser has no canvas to paint on');
  pen.scale(SHARPNESS, SHARPNESS);
  const frames = layOut();
  for (const { name, x, y } of frames) {
    const { width, height, paint } = PAINTERS[name];
    pen.save();
    pen.translate(x + width / 2, y + height / 2);
    paint(pen, width, height);
    pen.restore();
  }
  const source = new CanvasSource({ resource: canvas, resolution: SHARPNESS, autoGenerateMipmaps: true });
  const atlas: Partial<Record<TextureName, Texture>> = {};
  for (const { name, x, y } of frames) {
    const { width, height } = PAINTERS[name];
    atlas[name] = new Texture({
      source,
      frame: new Rectangle(x, y, width, height),
      defaultAnchor: { x: 0.5, y: 0.5 },
    });
  }
  if (!isWhole(atlas)) throw new Error('a picture is missing');
  return { atlas, source };
}

function isWhole(atlas: Partial<Record<TextureName, Texture>>): atlas is Record<TextureName, Texture> {
  return names().every((name) => atlas[name] !== undefined);
}

function names(): TextureName[] {
  return Object.keys(PAINTERS).filter((name): name is TextureName => Object.hasOwn(PAINTERS, name));
}

/** Packs the textures on shelves, the highest first. */
function layOut(): { name: TextureName; x: number; y: number }[] {
  const placed: { name: TextureName; x: number; y: number }[] = [];
  let [x, y, shelf] = [GAP, GAP, 0];
  for (const name of names().sort((a, b) => PAINTERS[b].height - PAINTERS[a].height)) {
    const { width, height } = PAINTERS[name];
    if (x + width + GAP > SIDE) [x, y, shelf] = [GAP, y + shelf + GAP, 0];
    if (y + height + GAP > SIDE) throw new Error('the atlas is full');
    placed.push({ name, x, y });
    x += width + GAP;
    shelf = Math.max(shelf, height);
  }
  return placed;
}
