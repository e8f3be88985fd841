/** The bid being prepared and the calls, with their keyboard shortcuts. */
import { useState } from 'preact/hooks';
import { BID_FACES, type Bid } from '../../../shared/games/liars-dice/rules.ts';
import { useShortcuts } from '../../ui/shortcuts.ts';
import type { Actions } from './actions.ts';
import { settleDraft, stepCount, stepFace, withFace, type BidRange } from './bid-draft.ts';
import { mayBid, mayCall, type TableView } from './table-view.ts';

/** undefined: the change is not possible. */
export type BidChange = (bid: Bid) => Bid | undefined;

export interface BidActions {
  readonly range: BidRange;
  /** undefined: no higher bid is left. */
  readonly draft: Bid | undefined;
  readonly canBid: boolean;
  readonly canCall: boolean;
  change(step: BidChange): void;
  bid(): void;
  call(kind: 'challenge' | 'spotOn'): void;
}

export function useBid(view: TableView, me: number, disabled: boolean, actions: Actions): BidActions {
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
  const change = (step: BidChange) => {
    if (draft) setWish(step(draft) ?? draft);
  };

  useShortcuts({
    enter: bid,
    c: () => call('challenge'),
    s: () => call('spotOn'),
    arrowup: () => change((from) => stepCount(from, 1, range)),
    arrowdown: () => change((from) => stepCount(from, -1, range)),
    arrowright: () => change((from) => stepFace(from, 1, range)),
    arrowleft: () => change((from) => stepFace(from, -1, range)),
    ...Object.fromEntries(BID_FACES.map((face) => [String(face), () => change((from) => withFace(from, face, range))])),
  });

  return { range, draft, canBid, canCall, change, bid, call };
}
