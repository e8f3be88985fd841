import { Cup, CupShading } from '../ui/cup.tsx';
import { Die } from '../ui/die.tsx';
import './vignette.css';

/** A corner of the table under the lamp. */
export function Vignette() {
  return (
    <div class="vignette" aria-hidden="true">
      <CupShading />
      <div class="vignette__felt" />
      <div class="vignette__cup">
        <Cup tint={0} />
      </div>
      <div class="vignette__dice">
        {[5, 1, 5, 3, 6].map((face, index) => (
          <span key={index} style={{ '--i': index }}>
            <Die face={face} />
          </span>
        ))}
      </div>
    </div>
  );
}
