/** Changes the bid being prepared: its count and its face, to legal bids only. */
import { BID_FACES, type Bid } from '../../../shared/games/liars-dice/rules.ts';
import { Die } from '../../ui/die.tsx';
import { stepCount, withFace, type BidRange } from './bid-draft.ts';
import type { BidChange } from './use-bid.ts';
import { bidWords } from './words.ts';

interface Props {
  draft: Bid;
  range: BidRange;
  onChange: (step: BidChange) => void;
}

export function BidLadder({ draft, range, onChange }: Props) {
  return (
    <div class="bid__draft" role="group" aria-label="Your bid">
      <div class="bid__count">
        <CountButton {...{ range, onChange }} by={-1} disabled={stepCount(draft, -1, range) === draft} />
        <output class="bid__number" aria-live="off">
          {draft.count}
        </output>
        <CountButton {...{ range, onChange }} by={1} />
      </div>
      <div class="bid__faces" role="radiogroup" aria-label="Face">
        {BID_FACES.map((face) => (
          <button
            key={face}
            type="button"
            role="radio"
            class="bid__face"
            aria-checked={draft.face === face}
            aria-label={`${bidWords(2, face).split(' ')[1]}`}
            disabled={withFace(draft, face, range) === undefined}
            onClick={() => onChange((from) => withFace(from, face, range))}
          >
            <Die face={face} />
          </button>
        ))}
      </div>
    </div>
  );
}

function CountButton({ range, onChange, by, disabled }: Omit<Props, 'draft'> & { by: 1 | -1; disabled?: boolean }) {
  return (
    <button
      type="button"
      class="bid__step"
      aria-label={by === 1 ? 'One more' : 'One less'}
      disabled={disabled}
      onClick={() => onChange((from) => stepCount(from, by, range))}
    >
      {by === 1 ? '+' : '−'}
    </button>
  );
}
