import './die.css';

const LOW = 27;
const MID = 50;
const HIGH = 73;

/** The place of each pip, in percent of the side, and the faces that have it. Ones are wild and show a star. */
const PIPS = [
  { x: LOW, y: LOW, faces: [2, 3, 4, 5, 6] },
  { x: HIGH, y: LOW, faces: [4, 5, 6] },
  { x: LOW, y: MID, faces: [6] },
  { x: MID, y: MID, faces: [3, 5] },
  { x: HIGH, y: MID, faces: [6] },
  { x: LOW, y: HIGH, faces: [4, 5, 6] },
  { x: HIGH, y: HIGH, faces: [2, 3, 4, 5, 6] },
];

const NAMES = ['', 'one, wild', 'two', 'three', 'four', 'five', 'six'];

/** A die that shows `face`. Its size is the CSS variable `--die`. counts: it adds to the bid · aside: it does not. */
export function Die({ face, mark }: { face: number; mark?: 'counts' | 'aside' }) {
  return (
    <span class="die" data-mark={mark} role="img" aria-label={NAMES[face] ?? ''}>
      <svg viewBox="0 0 100 100" aria-hidden="true">
        {face === 1 && (
          <path
            class="die__wild"
            d="M50 20l8.800 19 20.800 2.400-15.400 14.200 4.200 20.500L50 65.800 31.600 76.100l4.200-20.500L20.400 41.400l20.800-2.400z"
          />
        )}
        {PIPS.filter(({ faces }) => faces.includes(face)).map(({ x, y }) => (
          <circle key={`${x} ${y}`} class="die__pip" cx={x} cy={y} r="9.500" />
        ))}
      </svg>
    </span>
  );
}
