/** The minimap: walls, pads, the player, teammates and visible enemies. */
import { useEffect, useRef } from 'preact/hooks';
import { GROUND, type ArenaMap } from '../../../../shared/games/arena/map.ts';
import type { Body } from '../../../../shared/games/arena/state.ts';
import { colourOf, cssColour, PAD_COLOURS } from '../colours.ts';
import { eachTile, pixels, TILE_PIXELS } from '../render/units.ts';
import type { GameLoop } from '../game-loop.ts';
import './minimap.css';

/** Canvas pixels per tile. */
const FINE = 8;
const EVERY_MS = 80;

export function Minimap({ loop, me }: { loop: GameLoop; me: number | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let last = -EVERY_MS;
    const sketch = new MinimapCanvas();
    return loop.onFrame(() => {
      const now = performance.now();
      if (now - last < EVERY_MS || !canvas.current) return;
      last = now;
      sketch.draw(canvas.current, loop, me);
    });
  }, [loop, me]);
  return <canvas ref={canvas} class="minimap" role="img" aria-label="Map" />;
}

class MinimapCanvas {
  #map: ArenaMap | undefined;
  #land: HTMLCanvasElement | undefined;

  draw(canvas: HTMLCanvasElement, loop: GameLoop, me: number | undefined): void {
    const { map } = loop.renderer;
    const { state } = loop;
    const pen = canvas.getContext('2d');
    if (!map || !state || !pen) return;
    if (map !== this.#map) {
      this.#map = map;
      this.#land = land(map);
      canvas.width = map.width * FINE;
      canvas.height = map.height * FINE;
    }
    pen.clearRect(0, 0, canvas.width, canvas.height);
    if (this.#land) pen.drawImage(this.#land, 0, 0);
    map.pads.forEach(({ x, y, kind }, index) => {
      pen.globalAlpha = state.pads[index]?.ready ? 1 : 0.25;
      pen.fillStyle = cssColour(PAD_COLOURS[kind]);
      pen.fillRect((pixels(x) / TILE_PIXELS) * FINE - 4, (pixels(y) / TILE_PIXELS) * FINE - 4, 8, 8);
    });
    pen.globalAlpha = 1;
    const { camera } = loop.renderer;
    const [width, height] = [camera.width / camera.zoom, camera.height / camera.zoom];
    const scale = FINE / TILE_PIXELS;
    pen.strokeStyle = 'rgb(246 220 159 / 0.4)';
    pen.lineWidth = 1.5;
    pen.strokeRect((camera.x - width / 2) * scale, (camera.y - height / 2) * scale, width * scale, height * scale);
    let seat = 0;
    for (const fighter of state.fighters) {
      const body: Body | undefined = fighter.body;
      const sprite = loop.renderer.fighters.at(seat);
      const mine = seat === me;
      if (fighter.alive && body && sprite?.shown) {
        const [x, y] = [sprite.x * scale, sprite.y * scale];
        pen.fillStyle = cssColour(colourOf(state.mode, seat, fighter.team, mine));
        if (seat === (me ?? loop.hud.followed)) arrow(pen, x, y, sprite.aim);
        else if (state.mode === 'teams' && fighter.team === 1) diamond(pen, x, y);
        else dot(pen, x, y);
      }
      seat += 1;
    }
  }
}

function dot(pen: CanvasRenderingContext2D, x: number, y: number): void {
  pen.beginPath();
  pen.arc(x, y, 5, 0, 2 * Math.PI);
  pen.fill();
}

function diamond(pen: CanvasRenderingContext2D, x: number, y: number): void {
  pen.beginPath();
  pen.lineTo(x, y - 7);
  pen.lineTo(x + 7, y);
  pen.lineTo(x, y + 7);
  pen.lineTo(x - 7, y);
  pen.fill();
}

function arrow(pen: CanvasRenderingContext2D, x: number, y: number, angle: number): void {
  pen.save();
  pen.translate(x, y);
  pen.rotate(angle);
  pen.beginPath();
  pen.lineTo(11, 0);
  pen.lineTo(-7, -7);
  pen.lineTo(-4, 0);
  pen.lineTo(-7, 7);
  pen.closePath();
  pen.strokeStyle = '#07110d';
  pen.lineWidth = 3;
  pen.stroke();
  pen.fill();
  pen.restore();
}

function land(map: ArenaMap): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = map.width * FINE;
  canvas.height = map.height * FINE;
  const pen = canvas.getContext('2d');
  if (!pen) return canvas;
  pen.fillStyle = '#8d8158';
  eachTile(map, GROUND.cover, (column, row) => pen.fillRect(column * FINE, row * FINE, FINE, FINE));
  pen.fillStyle = '#4d6e60';
  eachTile(map, GROUND.wall, (column, row) => pen.fillRect(column * FINE, row * FINE, FINE, FINE));
  return canvas;
}
