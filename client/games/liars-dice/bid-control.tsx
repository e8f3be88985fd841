/** Raising, doubting and "spot on". A bid can be prepared while others think. */
import { useState } from 'preact/hooks';
import { BID_FACES, type Bid } from '../../../shared/games/liars-dice/rules.ts';
import { Button } from '../../ui/button.tsx';
import { Die } from '../../ui/die.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import type { Actions } from './actions.ts';
import { settleDraft, stepCount, stepFace, withFace, type BidRange } from './bid-draft.ts';
import { mayBid, mayCall, type TableView } from './table-view.ts';
import { bidWords } from './words.ts';
import './bid-control.css';

interface Props {
  view: TableView;
  me: number;
  disabled: boolean;
  actions: Actions;
}

export function BidControl({ view, me, disabled, actions }: Props) {
  const [wish, setWish] = useState<Bid>();
  const [sending, setSending] = useState(false);
  const range: BidRange = { standing: view.standing, inPlay: view.diceInPlay };
  const draft = settleDraft(wish, range);
  const canBid = mayBid(view, me) && !disabled && !sending && draft !== undefined;
  const canCall = mayCall(view, me) && !disabled && !sending;

  const once = async (act: Promise<boolean>) => {
    setSending(true);
    await act;
    setSending(false);
  };
  const bid = () => {
    if (canBid) void once(actions.bid(draft)).then(() => setWish(undefined));
  };
  const call = (kind: 'challenge' | 'spotOn') => {
    if (canCall && view.standing) void once(actions[kind](view.standing.index));
  };
  const change = (step: (bid: Bid) => Bid | undefined) => () => draft && setWish(step(draft) ?? draft);
  const more = change((from) => stepCount(from, 1, range));
  const fewer = change((from) => stepCount(from, -1, range));

  useShortcuts({
    enter: bid,
    c: () => call('challenge'),
    s: () => call('spotOn'),
    arrowup: more,
    arrowdown: fewer,
    arrowright: change((from) => stepFace(from, 1, range)),
    arrowleft: change((from) => stepFace(from, -1, range)),
    ...Object.fromEntries(BID_FACES.map((face) => [String(face), change((from) => withFace(from, face, range))])),
  });

  return (
    <div class="bid" data-live={canBid}>
      {draft && (
        <div class="bid__draft" role="group" aria-label="Your bid">
          <div class="bid__count">
            <button
              type="button"
              class="bid__step"
              aria-label="One less"
              disabled={stepCount(draft, -1, range) === draft}
              onClick={fewer}
            >
              −
            </button>
            <output class="bid__number" aria-live="off">
              {draft.count}
            </output>
            <button
              type="button"
              class="bid__step"
              aria-label="One more"
              disabled={stepCount(draft, 1, range) === draft}
              onClick={more}
            >
              +
            </button>
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
                onClick={change((from) => withFace(from, face, range))}
              >
                <Die face={face} />
              </button>
            ))}
          </div>
        </div>
      )}
      <div class="bid__acts">
        <Button
          kind="primary"
          class="bid__raise"
          shortcut="Enter"
          disabled={!canBid}
          onClick={bid}
          aria-label={draft ? `Bid ${bidWords(draft.count, draft.face)}` : 'Bid'}
        >
          {draft ? (
            <>
              Bid {draft.count} × <Die face={draft.face} />
            </>
          ) : (
            'No higher bid'
          )}
        </Button>
        <Button kind="ember" shortcut="C" disabled={!canCall} onClick={() => call('challenge')}>
          Challenge
        </Button>
        <Button shortcut="S" disabled={!canCall} onClick={() => call('spotOn')}>
          Spot on
        </Button>
      </div>
    </div>
  );
}
