/** The static parts of a map: floor, markings, shadows, light, cover and walls. Built once for each map. */
import { CanvasSource, Container, Graphics, Sprite, Texture, TilingSprite } from 'pixi.js';
import { GROUND, type ArenaMap } from '../../../../shared/games/arena/map.ts';
import { TEAM_COLOURS } from '../colours.ts';
import { BlockMesh, type BlockStyle } from './block-mesh.ts';
import { paintFloor, PATTERN } from './floor.ts';
import { paintLight, paintShadows } from './lighting.ts';
import { DIAGONALS, pixels, TILE_PIXELS, sizeOf } from './units.ts';

const WALL: BlockStyle = {
  ground: GROUND.wall,
  lift: 0.062,
  top: [0.118, 0.19, 0.165],
  lit: [0.75, 0.6, 0.34],
  unlit: [0.33, 0.27, 0.17],
  sides: [
    [0.2, 0.3, 0.26],
    [0.1, 0.16, 0.14],
    [0.085, 0.135, 0.12],
    [0.17, 0.26, 0.225],
  ],
  trim: 3,
};

const COVER: BlockStyle = {
  ground: GROUND.cover,
  lift: 0.022,
  top: [0.27, 0.235, 0.165],
  lit: [0.62, 0.54, 0.38],
  unlit: [0.17, 0.145, 0.1],
  sides: [
    [0.3, 0.26, 0.18],
    [0.16, 0.135, 0.09],
    [0.14, 0.12, 0.08],
    [0.26, 0.22, 0.15],
  ],
  trim: 3,
};

export class MapLayers {
  /** Drawn below the fighters. */
  readonly below = new Container();
  /** Drawn above the fighters. */
  readonly above = new Container();
  readonly #blocks: BlockMesh[];
  readonly #textures: Texture[] = [];

  constructor(map: ArenaMap, teams: boolean) {
    const { width, height } = sizeOf(map);
    const floor = new TilingSprite({ texture: this.#texture(paintFloor(), true), width, height });
    floor.tileScale.set(PATTERN / floor.texture.width);
    const shadows = new Sprite(this.#texture(paintShadows(map)));
    const light = new Sprite(this.#texture(paintLight(map)));
    for (const sheet of [shadows, light]) sheet.setSize(width, height);
    light.blendMode = 'add';
    const cover = new BlockMesh(map, COVER, ['sides', 'tops']);
    const sides = new BlockMesh(map, WALL, ['sides']);
    const tops = new BlockMesh(map, WALL, ['tops']);
    this.#blocks = [cover, sides, tops];
    this.below.addChild(floor, markings(map, teams), light, shadows, cover.mesh, sides.mesh);
    this.above.addChild(tops.mesh);
  }

  setCamera(x: number, y: number): void {
    for (const each of this.#blocks) each.setEye(x, y);
  }

  destroy(): void {
    for (const each of this.#blocks) each.destroy();
    this.below.destroy({ children: true });
    this.above.destroy({ children: true });
    for (const texture of this.#textures) texture.destroy(true);
  }

  #texture(canvas: HTMLCanvasElement, repeats = false): Texture {
    const source = new CanvasSource({
      resource: canvas,
      addressMode: repeats ? 'repeat' : 'clamp-to-edge',
      autoGenerateMipmaps: repeats,
    });
    const texture = new Texture({ source });
    this.#textures.push(texture);
    return texture;
  }
}

/** Floor markings: a circle in the middle, and the teams' spawn areas. */
function markings(map: ArenaMap, teams: boolean): Graphics {
  const { width, height } = sizeOf(map);
  const paint = new Graphics();
  const brass = { width: 3, color: 0xd9b36c, alpha: 0.2 };
  const [x, y] = [width / 2, height / 2];
  paint.circle(x, y, 2.6 * TILE_PIXELS).stroke(brass);
  paint.circle(x, y, 2.3 * TILE_PIXELS).stroke({ ...brass, width: 1.5, alpha: 0.13 });
  for (let tick = 0; tick < 24; tick += 1) {
    const angle = (tick / 24) * 2 * Math.PI;
    const [from, to] = [2.66 * TILE_PIXELS, (tick % 6 === 0 ? 3.1 : 2.8) * TILE_PIXELS];
    paint.moveTo(x + Math.cos(angle) * from, y + Math.sin(angle) * from);
    paint.lineTo(x + Math.cos(angle) * to, y + Math.sin(angle) * to).stroke(brass);
  }
  star(paint, x, y, 1.15 * TILE_PIXELS);
  for (const spawn of map.spawns) {
    const team = teams
      ? map.teamSpawns.findIndex((places) => places.some(({ x: a, y: b }) => a === spawn.x && b === spawn.y))
      : -1;
    const colour = team < 0 ? 0xd9b36c : (TEAM_COLOURS[team === 1 ? 1 : 0] ?? 0);
    const [middleX, middleY, half] = [pixels(spawn.x), pixels(spawn.y), 22];
    for (const [dx, dy] of DIAGONALS) {
      paint.moveTo(middleX + dx * half, middleY + dy * (half - 10));
      paint.lineTo(middleX + dx * half, middleY + dy * half);
      paint.lineTo(middleX + dx * (half - 10), middleY + dy * half);
      paint.stroke({ width: 2, color: colour, alpha: team < 0 ? 0.2 : 0.5 });
    }
  }
  return paint;
}

/** The Greenroom star. */
function star(paint: Graphics, x: number, y: number, radius: number): void {
  const corners: number[] = [];
  for (let corner = 0; corner < 10; corner += 1) {
    const angle = (corner / 10) * 2 * Math.PI - Math.PI / 2;
    const far = corner % 2 === 0 ? radius : radius * 0.42;
    corners.push(x + Math.cos(angle) * far, y + Math.sin(angle) * far);
  }
  paint.poly(corners);
  paint.stroke({ width: 2, color: 0xd9b36c, alpha: 0.2 });
}
