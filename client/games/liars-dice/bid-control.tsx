/** Bids, challenges and "spot on". A bid can be prepared before it is the player's turn. */
import { Button } from '../../ui/button.tsx';
import { Die } from '../../ui/die.tsx';
import type { Actions } from './actions.ts';
import { BidLadder } from './bid-ladder.tsx';
import type { TableView } from './table-view.ts';
import { useBid } from './use-bid.ts';
import { bidWords } from './words.ts';
import './bid-control.css';

interface Props {
  view: TableView;
  me: number;
  disabled: boolean;
  actions: Actions;
}

export function BidControl({ view, me, disabled, actions }: Props) {
  const { range, draft, canBid, canCall, change, bid, call } = useBid(view, me, disabled, actions);
  return (
    <div class="bid" data-live={canBid}>
      {draft && <BidLadder draft={draft} range={range} onChange={change} />}
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
