import { Cup, CupShading } from '../../ui/cup.tsx';
import { Die } from '../../ui/die.tsx';
import './vignette.css';

/** The lobby's illustration of Liar's Dice: a cup and five dice. */
export function DiceVignette() {
  return (
    <div class="dice-vignette" aria-hidden="true">
      <CupShading />
      <div class="dice-vignette__felt" />
      <div class="dice-vignette__cup">
        <Cup tint={0} />
      </div>
      <div class="dice-vignette__dice">
        {[5, 1, 5, 3, 6].map((face, index) => (
          <span key={index} style={{ '--i': index }}>
            <Die face={face} />
          </span>
        ))}
      </div>
    </div>
  );
}
