import { Cup } from '../../ui/cup.tsx';
import { Die } from '../../ui/die.tsx';
import { EmoteBubble, type ShownEmote } from './emotes.tsx';
import { Speech } from './seat.tsx';
import type { SeatView, TableView } from './table-view.ts';
import type { DiceTally } from './tally.ts';
import './hand.css';

interface Props {
  view: TableView;
  seat: SeatView;
  tally: DiceTally;
  emote: ShownEmote | undefined;
}

/** The player's own dice, hidden under the cup until they have come to rest. */
export function Hand({ view, seat, tally, emote }: Props) {
  const dice = seat.shown.length > 0 ? seat.shown : seat.dice;
  const rolling = view.phase === 'rolling';
  const covered = rolling && seat.playing;
  const bare = view.phase === 'waiting' || view.phase === 'result' || dice.length === 0;
  return (
    <div
      class="hand"
      data-bare={bare && !covered}
      role="group"
      aria-label={covered ? 'Your dice are rolling' : 'Your dice'}
    >
      <Speech view={view} seat={seat} />
      {emote && <EmoteBubble emote={emote} />}
      {covered ? (
        <span class="hand__cup">
          <Cup tint={seat.index} />
        </span>
      ) : bare ? null : (
        <ul class="hand__dice" key={view.round}>
          {dice.map((face, index) => (
            <li key={index} style={{ '--i': index }}>
              <Die face={face} mark={tally.mark(seat.index, index)} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
