/** How each texture of the atlas is painted, around its middle. White parts are tinted when drawn. */

type Pen = CanvasRenderingContext2D;

interface Painter {
  readonly width: number;
  readonly height: number;
  readonly paint: (pen: Pen, width: number, height: number) => void;
}

const WHITE = '255 255 255';

/** A round light: `stops` are alphas from the middle to the rim. */
function light(pen: Pen, radius: number, stops: readonly number[], rgb = WHITE): void {
  const fill = pen.createRadialGradient(0, 0, 0, 0, 0, radius);
  stops.forEach((alpha, index) => fill.addColorStop(index / (stops.length - 1), `rgb(${rgb} / ${alpha})`));
  disc(pen, radius, fill);
}

function disc(pen: Pen, radius: number, fill: CanvasGradient | string, x = 0, y = 0): void {
  pen.fillStyle = fill;
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fill();
}

function ring(pen: Pen, radius: number, width: number, stroke: string, from = 0, to = 2 * Math.PI): void {
  pen.strokeStyle = stroke;
  pen.lineWidth = width;
  pen.beginPath();
  pen.arc(0, 0, radius, from, to);
  pen.stroke();
}

function box(
  pen: Pen,
  x: number,
  y: number,
  width: number,
  height: number,
  corner: number,
  fill: CanvasGradient | string,
) {
  pen.fillStyle = fill;
  pen.beginPath();
  pen.roundRect(x, y, width, height, corner);
  pen.fill();
}

function shape(pen: Pen, outline: Path2D, fill: CanvasGradient | string): void {
  pen.fillStyle = fill;
  pen.fill(outline);
}

function vertical(pen: Pen, from: number, to: number, ...colours: string[]): CanvasGradient {
  const fill = pen.createLinearGradient(0, from, 0, to);
  colours.forEach((colour, index) => fill.addColorStop(index / (colours.length - 1), colour));
  return fill;
}

/** A streak along x, faint on the left and bright on the right. */
function streak(pen: Pen, width: number, height: number): void {
  const fill = pen.createLinearGradient(-width / 2, 0, width / 2, 0);
  fill.addColorStop(0, `rgb(${WHITE} / 0)`);
  fill.addColorStop(0.75, `rgb(${WHITE} / 0.75)`);
  fill.addColorStop(1, `rgb(${WHITE} / 1)`);
  box(pen, -width / 2, -height / 2, width, height, height / 2, fill);
}

function polygon(pen: Pen, corners: number, radius: number, turn: number): void {
  pen.beginPath();
  for (let corner = 0; corner < corners; corner += 1) {
    const angle = turn + (corner / corners) * 2 * Math.PI;
    pen.lineTo(Math.cos(angle) * radius, Math.sin(angle) * radius);
  }
  pen.closePath();
}

/** A fighter's chassis: dark skids on both sides, the front to the right. */
function chassis(pen: Pen): void {
  for (const side of [-1, 1]) {
    box(pen, -17, side * 15 - 5.5, 33, 11, 5, '#0a1210');
    box(
      pen,
      -15.5,
      side * 15 - 4,
      30,
      8,
      4,
      vertical(pen, side * 15 - 4, side * 15 + 4, '#4c5a56', '#2a3533', '#1a2321'),
    );
    for (let x = -11; x <= 9; x += 5) box(pen, x, side * 15 - 3.5, 2, 7, 1, 'rgb(0 0 0 / 0.45)');
  }
  disc(pen, 19, '#0a1210');
}

/** A fighter's shell, white, tinted in its colour. */
function shell(pen: Pen): void {
  const fill = pen.createRadialGradient(-5, -6, 2, 0, 0, 18);
  fill.addColorStop(0, '#ffffff');
  fill.addColorStop(0.55, '#e2e2e2');
  fill.addColorStop(0.85, '#a8a8a8');
  fill.addColorStop(1, '#767676');
  disc(pen, 17.5, fill);
  ring(pen, 12.5, 1.6, 'rgb(0 0 0 / 0.28)');
  for (const angle of [0.62, -0.62, Math.PI - 0.62, Math.PI + 0.62]) {
    pen.strokeStyle = 'rgb(0 0 0 / 0.3)';
    pen.lineWidth = 1.5;
    pen.beginPath();
    pen.moveTo(Math.cos(angle) * 12.5, Math.sin(angle) * 12.5);
    pen.lineTo(Math.cos(angle) * 17.5, Math.sin(angle) * 17.5);
    pen.stroke();
  }
  ring(pen, 16.6, 1.2, 'rgb(255 255 255 / 0.75)', Math.PI * 0.95, Math.PI * 1.6);
}

/** The gun, pointing right; it turns around the texture's middle. */
function barrel(pen: Pen): void {
  box(pen, 2, -6.5, 27, 13, 3, '#0a1210');
  for (const side of [-1, 1])
    box(pen, 4, side * 3 - 2, 24, 4, 1.5, vertical(pen, side * 3 - 2, side * 3 + 2, '#c9d6cf', '#7d8b85', '#48544f'));
  box(pen, 9, -5.5, 5, 11, 1, '#26302d');
  box(pen, 24, -5.5, 3.5, 11, 1, '#e9d19a');
}

/** The glass dome on top. */
function dome(pen: Pen): void {
  disc(pen, 10, '#0a1210');
  const fill = pen.createRadialGradient(-3, -3.5, 1, 0, 0, 9);
  fill.addColorStop(0, '#48605c');
  fill.addColorStop(0.6, '#1b2b2a');
  fill.addColorStop(1, '#101b1a');
  disc(pen, 8.8, fill);
  pen.fillStyle = 'rgb(255 255 255 / 0.75)';
  pen.beginPath();
  pen.ellipse(-3.2, -3.8, 2.6, 1.5, -0.7, 0, 2 * Math.PI);
  pen.fill();
}

function bubble(pen: Pen): void {
  light(pen, 31, [0, 0, 0.05, 0.12, 0.34]);
  ring(pen, 30, 2, `rgb(${WHITE} / 0.9)`);
  ring(pen, 26.5, 3, `rgb(${WHITE} / 0.5)`, Math.PI * 1.05, Math.PI * 1.45);
}

function padPlate(pen: Pen): void {
  disc(pen, 36, 'rgb(0 0 0 / 0.5)');
  polygon(pen, 8, 33, Math.PI / 8);
  pen.fillStyle = vertical(pen, -33, 33, '#2a3a35', '#16211e');
  pen.fill();
  pen.strokeStyle = '#8f6a2c';
  pen.lineWidth = 2;
  pen.stroke();
  disc(pen, 23, '#0b1311');
  ring(pen, 23, 1.5, 'rgb(255 255 255 / 0.12)');
}

function shieldSign(pen: Pen): void {
  shape(pen, new Path2D('M0 -15L13 -10Q13 9 0 16Q-13 9 -13 -10z'), '#fff');
  pen.globalCompositeOperation = 'destination-out';
  pen.lineWidth = 2.4;
  pen.stroke(new Path2D('M0 -10V11'));
  pen.globalCompositeOperation = 'source-over';
}

function boostSign(pen: Pen): void {
  shape(pen, new Path2D('M3 -16L-10 3H-2L-4 16L10 -4H1.5z'), '#fff');
}

/** A muzzle flash to the right. */
function muzzle(pen: Pen): void {
  const fill = pen.createRadialGradient(-14, 0, 0, -8, 0, 26);
  fill.addColorStop(0, '#fff');
  fill.addColorStop(0.35, `rgb(${WHITE} / 0.85)`);
  fill.addColorStop(1, `rgb(${WHITE} / 0)`);
  shape(pen, new Path2D('M-18 -4L-6 -6L0 -15L3 -5L20 0L3 5L0 15L-6 6L-18 4z'), fill);
}

/** A beam along x that fades at its sides and ends. */
function ray(pen: Pen, width: number, height: number): void {
  const across = vertical(pen, -15, 15, clear(0), clear(0.18), clear(1), clear(0.18), clear(0));
  box(pen, -width / 2, -height / 2, width, height, 0, across);
  const along = pen.createLinearGradient(-width / 2, 0, width / 2, 0);
  along.addColorStop(0, clear(1));
  along.addColorStop(0.06, clear(0));
  along.addColorStop(0.95, clear(0));
  along.addColorStop(1, clear(1));
  pen.globalCompositeOperation = 'destination-out';
  box(pen, -width / 2, -height / 2, width, height, 0, along);
  pen.globalCompositeOperation = 'source-over';
}

function clear(alpha: number): string {
  return `rgb(${WHITE} / ${alpha})`;
}

function mark(pen: Pen, team: 0 | 1): void {
  pen.fillStyle = '#fff';
  if (team === 0) return disc(pen, 5, '#fff');
  polygon(pen, 4, 7, 0);
  pen.fill();
}

/** The team marker under a fighter: a circle or a diamond. */
function under(pen: Pen, team: 0 | 1): void {
  pen.lineWidth = 2.5;
  pen.strokeStyle = '#fff';
  if (team === 0) return ring(pen, 27, 2.5, '#fff');
  polygon(pen, 4, 33, 0);
  pen.stroke();
}

const round = (size: number, ...stops: number[]): Painter => ({
  width: size,
  height: size,
  paint: (pen) => light(pen, size / 2, stops),
});

export const PAINTERS = {
  glow: round(128, 1, 0.52, 0.24, 0.09, 0.03, 0),
  dot: round(24, 1, 1, 0.9, 0.35, 0),
  smoke: round(64, 0.5, 0.42, 0.26, 0.1, 0),
  shade: { width: 64, height: 64, paint: (pen) => light(pen, 31, [0.75, 0.62, 0.32, 0.08, 0], '0 0 0') },
  pixel: { width: 8, height: 8, paint: (pen) => box(pen, -4, -4, 8, 8, 0, '#fff') },
  wave: {
    width: 128,
    height: 128,
    paint: (pen) => light(pen, 63, [0, 0, 0, 0.02, 0.08, 0.3, 1, 0]),
  },
  spark: { width: 40, height: 6, paint: streak },
  bullet: { width: 44, height: 10, paint: streak },
  shard: {
    width: 14,
    height: 14,
    paint: (pen) => {
      polygon(pen, 3, 7, 0.3);
      pen.fillStyle = '#fff';
      pen.fill();
    },
  },
  muzzle: { width: 44, height: 34, paint: muzzle },
  ray: { width: 64, height: 32, paint: ray },
  chassis: { width: 44, height: 46, paint: chassis },
  shell: { width: 40, height: 40, paint: shell },
  barrel: { width: 64, height: 18, paint: barrel },
  dome: { width: 24, height: 24, paint: dome },
  bubble: { width: 66, height: 66, paint: bubble },
  padPlate: { width: 80, height: 80, paint: padPlate },
  padRing: { width: 72, height: 72, paint: (pen) => ring(pen, 28, 3, '#fff') },
  shieldSign: { width: 36, height: 36, paint: shieldSign },
  boostSign: { width: 36, height: 36, paint: boostSign },
  mark0: { width: 18, height: 18, paint: (pen) => mark(pen, 0) },
  mark1: { width: 18, height: 18, paint: (pen) => mark(pen, 1) },
  under0: { width: 72, height: 72, paint: (pen) => under(pen, 0) },
  under1: { width: 72, height: 72, paint: (pen) => under(pen, 1) },
} as const satisfies Record<string, Painter>;

export type TextureName = keyof typeof PAINTERS;
