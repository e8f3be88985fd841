/** The floor: a tiled pattern of worn plates, painted once. */

/** The side of the pattern in pixels of the map. */
export const PATTERN = 512;
const SHARPNESS = 1.5;
const PLATE = 128;

/** Seeded, so that the floor is always the same. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

export function paintFloor(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = PATTERN * SHARPNESS;
  canvas.height = PATTERN * SHARPNESS;
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('this browser has no canvas to paint on');
  pen.scale(SHARPNESS, SHARPNESS);
  const next = chance(7);
  pen.fillStyle = '#14241f';
  pen.fillRect(0, 0, PATTERN, PATTERN);
  for (let y = 0; y < PATTERN; y += PLATE) for (let x = 0; x < PATTERN; x += PLATE) plate(pen, x, y, next);
  wear(pen, next);
  return canvas;
}

function plate(pen: CanvasRenderingContext2D, x: number, y: number, next: () => number): void {
  const tone = next();
  pen.fillStyle =
    tone < 0.5 ? `rgb(0 0 0 / ${0.16 * (0.5 - tone) * 2})` : `rgb(150 200 180 / ${0.05 * (tone - 0.5) * 2})`;
  pen.fillRect(x, y, PLATE, PLATE);
  pen.fillStyle = 'rgb(0 0 0 / 0.34)';
  pen.fillRect(x, y, PLATE, 2);
  pen.fillRect(x, y, 2, PLATE);
  pen.fillStyle = 'rgb(190 230 210 / 0.06)';
  pen.fillRect(x + 2, y + 2, PLATE - 2, 1);
  pen.fillRect(x + 2, y + 2, 1, PLATE - 2);
  const half = PLATE / 2;
  const kind = next();
  if (kind < 0.18) {
    // A grating.
    for (let line = 0; line < 6; line += 1) {
      pen.fillStyle = 'rgb(0 0 0 / 0.3)';
      pen.beginPath();
      pen.roundRect(x + 26, y + 28 + line * 13, PLATE - 52, 6, 3);
      pen.fill();
    }
  } else if (kind < 0.55) {
    pen.fillStyle = 'rgb(0 0 0 / 0.17)';
    pen.fillRect(x + half, y + 2, 1.5, PLATE - 2);
    pen.fillRect(x + 2, y + half, PLATE - 2, 1.5);
  } else if (kind < 0.66) {
    pen.strokeStyle = 'rgb(217 179 108 / 0.16)';
    pen.lineWidth = 2;
    pen.stroke(new Path2D(`M${x + 14} ${y + 34}v-20h20`));
  }
  pen.fillStyle = 'rgb(0 0 0 / 0.4)';
  for (const middleX of [x + 9, x + PLATE - 9]) {
    for (const middleY of [y + 9, y + PLATE - 9]) {
      pen.beginPath();
      pen.arc(middleX, middleY, 1.8, 0, 2 * Math.PI);
      pen.fill();
    }
  }
}

function wear(pen: CanvasRenderingContext2D, next: () => number): void {
  for (let speck = 0; speck < 2_600; speck += 1) {
    pen.fillStyle = next() < 0.5 ? 'rgb(0 0 0 / 0.10)' : 'rgb(190 230 210 / 0.035)';
    pen.fillRect(next() * PATTERN, next() * PATTERN, 1 + next() * 2, 1 + next() * 2);
  }
  for (let scratch = 0; scratch < 26; scratch += 1) {
    const [x, y, angle, length] = [next() * PATTERN, next() * PATTERN, next() * 6.3, 10 + next() * 44];
    pen.strokeStyle = 'rgb(200 235 215 / 0.04)';
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(x + Math.cos(angle) * length, y + Math.sin(angle) * length);
    pen.stroke();
  }
}
