import type { CountdownSpan } from '../../../shared/runtime/pieces/countdown.ts';
import { MIN_SEATS } from '../../../shared/games/liars-dice/constants.ts';
import { copy, share } from '../../table/share.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { Actions } from './actions.ts';
import type { TableView } from './table-view.ts';

interface Props {
  view: TableView;
  code: string;
  /** When bots take the open seats; undefined if they never do. */
  span: CountdownSpan | undefined;
  actions: Actions;
}

/** While the table waits for players: invite friends, or start without them. */
export function Gather({ view, code, span, actions }: Props) {
  const enough = span !== undefined || view.seats.filter((seat) => seat.taken).length >= MIN_SEATS;
  return (
    <div class="gather">
      <Button onClick={() => void share(code)}>
        <Icon name="share" size={18} /> Invite
      </Button>
      <button
        type="button"
        class="icon-button"
        aria-label="Copy the link"
        title="Copy the link"
        onClick={() => void copy(code)}
      >
        <Icon name="copy" />
      </button>
      <Button kind="primary" class="gather__start" disabled={!enough} onClick={() => void actions.start()}>
        {enough ? 'Start now' : 'It takes two'}
      </Button>
    </div>
  );
}
