/**
 * Walls and cover as blocks seen in perspective: their tops are shifted away from the eye, so that their sides show. One static
 * mesh; the vertex shader does the shifting.
 */
import { Buffer, BufferUsage, Geometry, Mesh, Shader } from 'pixi.js';
import { groundAt, type ArenaMap } from '../../../../shared/games/arena/map.ts';
import { DIAGONALS, eachTile, TILE_PIXELS, sizeOf } from './units.ts';

type Colour = readonly [red: number, green: number, blue: number];

/** How a kind of block looks. */
export interface BlockStyle {
  readonly ground: number;
  /** How far tops are shifted, as a share of the distance from the eye. */
  readonly lift: number;
  readonly top: Colour;
  /** The edges of tops, towards the light and elsewhere. */
  readonly lit: Colour;
  readonly unlit: Colour;
  /** The sides that face north, east, south and west. */
  readonly sides: readonly [Colour, Colour, Colour, Colour];
  readonly trim: number;
}

const VERTEX = `
in vec2 aPosition;
in float aLift;
in vec3 aColour;
out vec3 vColour;
out vec2 vPlace;
out float vFar;
uniform mat3 uProjectionMatrix;
uniform mat3 uWorldTransformMatrix;
uniform mat3 uTransformMatrix;
uniform vec2 uEye;
void main() {
  vec2 place = aPosition + (aPosition - uEye) * aLift;
  mat3 all = uProjectionMatrix * uWorldTransformMatrix * uTransformMatrix;
  gl_Position = vec4((all * vec3(place, 1.0)).xy, 0.0, 1.0);
  vColour = aColour;
  vPlace = aPosition;
  vFar = distance(aPosition, uEye);
}`;

const FRAGMENT = `
in vec3 vColour;
in vec2 vPlace;
in float vFar;
out vec4 finalColor;
void main() {
  float far = smoothstep(120.0, 900.0, vFar);
  float grain = fract(sin(dot(floor(vPlace * 0.5), vec2(12.9898, 78.233))) * 43758.5453);
  vec3 colour = vColour * (1.1 - 0.42 * far) + (grain - 0.5) * 0.012;
  finalColor = vec4(colour, 1.0);
}`;

const FLOATS = 6;
/** How far the solid ground extends around the map. */
const AROUND = 900;

export class BlockMesh {
  readonly mesh: Mesh<Geometry, Shader>;
  readonly #eye = new Float32Array(2);
  readonly #shader: Shader;

  /** @param parts sides are drawn below fighters, tops above them */
  constructor(map: ArenaMap, style: BlockStyle, parts: readonly ('sides' | 'tops')[]) {
    const builder = new Builder();
    if (parts.includes('sides')) addSides(builder, map, style);
    if (parts.includes('tops')) addTops(builder, map, style);
    const buffer = new Buffer({ data: new Float32Array(builder.vertices), usage: BufferUsage.VERTEX });
    const stride = FLOATS * 4;
    const geometry = new Geometry({
      attributes: {
        aPosition: { buffer, format: 'float32x2', stride, offset: 0 },
        aLift: { buffer, format: 'float32', stride, offset: 8 },
        aColour: { buffer, format: 'float32x3', stride, offset: 12 },
      },
      indexBuffer: new Uint32Array(builder.indices),
    });
    this.#shader = Shader.from({
      gl: { vertex: VERTEX, fragment: FRAGMENT },
      resources: { blocks: { uEye: { value: this.#eye, type: 'vec2<f32>' } } },
    });
    this.mesh = new Mesh({ geometry, shader: this.#shader });
    this.mesh.cullable = false;
  }

  /** Sets the point from which the blocks are seen. */
  setEye(x: number, y: number): void {
    this.#eye[0] = x;
    this.#eye[1] = y;
    this.#shader.resources.blocks.update();
  }

  destroy(): void {
    this.mesh.geometry.destroy(true);
    this.#shader.destroy();
    this.mesh.destroy();
  }
}

class Builder {
  readonly vertices: number[] = [];
  readonly indices: number[] = [];

  /** Adds a quad by its corners in order. */
  quad(corners: readonly (readonly [x: number, y: number, lift: number, colour: Colour])[]): void {
    const first = this.vertices.length / FLOATS;
    for (const [x, y, lift, colour] of corners) this.vertices.push(x, y, lift, ...colour);
    this.indices.push(first, first + 1, first + 2, first, first + 2, first + 3);
  }

  flat(x: number, y: number, width: number, height: number, lift: number, colour: Colour): void {
    this.quad([
      [x, y, lift, colour],
      [x + width, y, lift, colour],
      [x + width, y + height, lift, colour],
      [x, y + height, lift, colour],
    ]);
  }
}

/** The direction that a side faces, and its two ends in tile sides. */
const FACES = [
  { dx: 0, dy: -1, from: [0, 0], to: [1, 0] },
  { dx: 1, dy: 0, from: [1, 0], to: [1, 1] },
  { dx: 0, dy: 1, from: [1, 1], to: [0, 1] },
  { dx: -1, dy: 0, from: [0, 1], to: [0, 0] },
] as const;

function addSides(builder: Builder, map: ArenaMap, { ground, lift, sides }: BlockStyle): void {
  eachTile(map, ground, (column, row) => {
    FACES.forEach(({ dx, dy, from, to }, face) => {
      if (groundAt(map, column + dx, row + dy) >= ground) return;
      const colour = sides[face] ?? sides[0];
      const foot = shaded(colour, 0.5);
      const [x1, y1] = [(column + from[0]) * TILE_PIXELS, (row + from[1]) * TILE_PIXELS];
      const [x2, y2] = [(column + to[0]) * TILE_PIXELS, (row + to[1]) * TILE_PIXELS];
      builder.quad([
        [x1, y1, 0, foot],
        [x2, y2, 0, foot],
        [x2, y2, lift, colour],
        [x1, y1, lift, colour],
      ]);
    });
  });
}

function addTops(builder: Builder, map: ArenaMap, style: BlockStyle): void {
  const { ground, lift, top, lit, unlit, trim } = style;
  eachTile(map, ground, (column, row) => {
    const [x, y] = [column * TILE_PIXELS, row * TILE_PIXELS];
    // Slight differences between neighbouring slabs.
    const slab = shaded(top, 0.94 + (((column * 7 + row * 13) % 5) / 5) * 0.12);
    builder.flat(x, y, TILE_PIXELS, TILE_PIXELS, lift, slab);
    // A seam between slabs.
    builder.flat(x, y, TILE_PIXELS, 1, lift, shaded(top, 0.8));
    builder.flat(x, y, 1, TILE_PIXELS, lift, shaded(top, 0.8));
  });
  eachTile(map, ground, (column, row) => {
    const [x, y] = [column * TILE_PIXELS, row * TILE_PIXELS];
    const open = FACES.map(({ dx, dy }) => groundAt(map, column + dx, row + dy) < ground);
    // A dark groove along the bright edge.
    const groove = shaded(top, 0.66);
    const inner = trim + 3;
    if (open[0]) builder.flat(x, y, TILE_PIXELS, inner, lift, groove);
    if (open[3]) builder.flat(x, y, inner, TILE_PIXELS, lift, groove);
    if (open[2]) builder.flat(x, y + TILE_PIXELS - inner, TILE_PIXELS, inner, lift, groove);
    if (open[1]) builder.flat(x + TILE_PIXELS - inner, y, inner, TILE_PIXELS, lift, groove);
  });
  eachTile(map, ground, (column, row) => {
    const [x, y] = [column * TILE_PIXELS, row * TILE_PIXELS];
    const open = FACES.map(({ dx, dy }) => groundAt(map, column + dx, row + dy) < ground);
    if (open[2]) builder.flat(x, y + TILE_PIXELS - trim, TILE_PIXELS, trim, lift, unlit);
    if (open[1]) builder.flat(x + TILE_PIXELS - trim, y, trim, TILE_PIXELS, lift, unlit);
    if (open[0]) builder.flat(x, y, TILE_PIXELS, trim, lift, lit);
    if (open[3]) builder.flat(x, y, trim, TILE_PIXELS, lift, lit);
    // Closes the edge at inner corners.
    for (const [dx, dy] of DIAGONALS) {
      const around = groundAt(map, column + dx, row) >= ground && groundAt(map, column, row + dy) >= ground;
      if (!around || groundAt(map, column + dx, row + dy) >= ground) continue;
      const [cornerX, cornerY] = [dx < 0 ? x : x + TILE_PIXELS - trim, dy < 0 ? y : y + TILE_PIXELS - trim];
      builder.flat(cornerX, cornerY, trim, trim, lift, dx < 0 || dy < 0 ? lit : unlit);
    }
  });
  if (ground < 2) return;
  const { width, height } = sizeOf(map);
  const rock = shaded(top, 0.86);
  builder.flat(-AROUND, -AROUND, width + 2 * AROUND, AROUND, lift, rock);
  builder.flat(-AROUND, height, width + 2 * AROUND, AROUND, lift, rock);
  builder.flat(-AROUND, 0, AROUND, height, lift, rock);
  builder.flat(width, 0, AROUND, height, lift, rock);
}

function shaded([red, green, blue]: Colour, by: number): Colour {
  return [red * by, green * by, blue * by];
}
