/** Light and shadow on the floor, painted once per map on small canvases that are stretched over it. */
import { GROUND, groundAt, type ArenaMap } from '../../../../shared/games/arena/map.ts';
import { PAD_COLOURS } from '../colours.ts';
import { pixels, TILE_PIXELS, sizeOf } from './units.ts';

/** Canvas pixels per tile. */
const FINE = 10;
/** The offset of shadows in tiles, to the lower right. */
const FALL = 0.2;

/** Soft shadows at the foot of walls and cover, black with alpha. */
export function paintShadows(map: ArenaMap): HTMLCanvasElement {
  const [canvas, pen] = canvasFor(map);
  const { width, height } = canvas;
  const image = pen.createImageData(width, height);
  let dark = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const column = Math.floor(x / FINE - FALL);
      const row = Math.floor(y / FINE - FALL);
      const ground = groundAt(map, column, row);
      dark[y * width + x] = ground === GROUND.wall ? 1 : ground === GROUND.cover ? 0.62 : 0;
    }
  }
  for (let pass = 0; pass < 3; pass += 1) dark = blurred(blurred(dark, width, height, 2), height, width, 2);
  dark.forEach((value, index) => (image.data[index * 4 + 3] = Math.min(1, value * 1.05) * 205));
  pen.putImageData(image, 0, 0);
  return canvas;
}

/** Pools of light from lamps and pads, blended additively. */
export function paintLight(map: ArenaMap): HTMLCanvasElement {
  const [canvas, pen] = canvasFor(map);
  const { width, height } = sizeOf(map);
  pen.scale(FINE / TILE_PIXELS, FINE / TILE_PIXELS);
  pen.globalCompositeOperation = 'lighter';
  const every = 9 * TILE_PIXELS;
  const [across, down] = [Math.max(1, Math.round(width / every)), Math.max(1, Math.round(height / every))];
  for (let row = 0; row < down; row += 1) {
    for (let column = 0; column < across; column += 1) {
      const [x, y] = [((column + 0.5) / across) * width, ((row + 0.5) / down) * height];
      pool(pen, x, y, 6.2 * TILE_PIXELS, (row + column) % 2 === 0 ? '255 214 140' : '120 220 190', 0.15);
    }
  }
  for (const pad of map.pads) {
    const rgb = hex(PAD_COLOURS[pad.kind]);
    pool(pen, pixels(pad.x), pixels(pad.y), 2.4 * TILE_PIXELS, rgb, 0.22);
  }
  return canvas;
}

function pool(pen: CanvasRenderingContext2D, x: number, y: number, radius: number, rgb: string, alpha: number): void {
  const fill = pen.createRadialGradient(x, y, 0, x, y, radius);
  fill.addColorStop(0, `rgb(${rgb} / ${alpha})`);
  fill.addColorStop(0.45, `rgb(${rgb} / ${alpha * 0.42})`);
  fill.addColorStop(1, `rgb(${rgb} / 0)`);
  pen.fillStyle = fill;
  pen.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
}

function hex(colour: number): string {
  return `${colour >> 16} ${(colour >> 8) & 0xff} ${colour & 0xff}`;
}

function canvasFor(map: ArenaMap): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = document.createElement('canvas');
  canvas.width = map.width * FINE;
  canvas.height = map.height * FINE;
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('this browser has no canvas to paint on');
  return [canvas, pen];
}

/** Blurs each row and transposes the image, so that two calls blur both ways. */
function blurred(from: Float32Array, width: number, height: number, radius: number): Float32Array<ArrayBuffer> {
  const to = new Float32Array(from.length);
  const count = 2 * radius + 1;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (let dx = -radius; dx <= radius; dx += 1) {
        const beside = Math.min(width - 1, Math.max(0, x + dx));
        sum += from[y * width + beside] ?? 0;
      }
      to[x * height + y] = sum / count;
    }
  }
  return to;
}
