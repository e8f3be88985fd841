import type { CountdownSpan } from '../../../shared/runtime/pieces/countdown.ts';
import { Cup } from '../../ui/cup.tsx';
import { CountdownRing, Seconds } from '../../ui/countdown.tsx';
import { Die } from '../../ui/die.tsx';
import { EmoteBubble, type ShownEmote } from './emotes.tsx';
import type { SeatView, TableView } from './table-view.ts';
import type { DiceTally } from './tally.ts';
import './seat.css';

interface Props {
  view: TableView;
  seat: SeatView;
  span: CountdownSpan | undefined;
  tally: DiceTally;
  emote: ShownEmote | undefined;
}

/** An opponent's seat: cup, name and last call. */
export function SeatPlace({ view, seat, span, tally, emote }: Props) {
  if (!seat.taken)
    return (
      <div class="seat seat--open">
        <span class="seat__coaster" />
        <span class="seat__plate">Open seat</span>
      </div>
    );
  const turn = view.phase === 'bidding' && view.turn === seat.index;
  const lifted = seat.shown.length > 0;
  const out = view.phase !== 'waiting' && view.phase !== 'result' && !seat.playing && !lifted;
  return (
    <div
      class="seat"
      data-turn={turn}
      data-out={out}
      data-away={!seat.connected}
      data-winner={view.phase === 'result' && view.winner === seat.index}
      data-lifted={lifted}
      aria-current={turn ? 'true' : undefined}
    >
      <span class="seat__coaster">
        {turn && span && <CountdownRing span={span} />}
        {!out && (
          <span class="seat__cup">
            <Cup tint={seat.index} />
          </span>
        )}
        {lifted && (
          <span class="seat__dice">
            {seat.shown.map((face, index) => (
              <Die key={index} face={face} mark={tally.mark(seat.index, index)} />
            ))}
          </span>
        )}
      </span>
      <span class="seat__plate">
        <span class="seat__name one-line">{seat.name}</span>
        {turn && span && <Seconds span={span} />}
      </span>
      <SeatNote
        view={view}
        seat={seat}
        out={out}
        dice={lifted && view.reveal && !tally.done ? seat.shown.length : seat.diceCount}
      />
      <Speech view={view} seat={seat} />
      {emote && <EmoteBubble emote={emote} />}
    </div>
  );
}

/** `dice`: the number of dice, as of the count shown so far. */
function SeatNote({ seat, out, view, dice }: { seat: SeatView; out: boolean; view: TableView; dice: number }) {
  if (!seat.connected) return <span class="seat__note">away</span>;
  if (out) return <span class="seat__note">out</span>;
  if (view.phase === 'waiting' || view.phase === 'result')
    return (
      <span class="seat__note">
        {[seat.bot ? 'bot' : '', seat.wins > 0 ? `${seat.wins} won` : ''].filter(Boolean).join(' · ') || 'ready'}
      </span>
    );
  return (
    <span class="seat__count" role="img" aria-label={`${dice} dice`}>
      {Array.from({ length: 5 }, (_, index) => (
        <span key={index} class="seat__pip" data-left={index < dice} />
      ))}
    </span>
  );
}

/** The seat's last call of this round, if it still stands. */
export function Speech({ view, seat }: { view: TableView; seat: SeatView }) {
  const last = view.calls.at(-1);
  const standing = view.standing;
  if (last && last.kind !== 'bid' && last.seat === seat.index)
    return (
      <span key={view.calls.length} class="speech speech--call">
        {last.kind === 'challenge' ? 'Liar!' : 'Spot on!'}
      </span>
    );
  if (view.phase === 'bidding' && standing?.seat === seat.index)
    return (
      <span key={view.calls.length} class="speech">
        {standing.count} × <Die face={standing.face} />
      </span>
    );
  return null;
}
