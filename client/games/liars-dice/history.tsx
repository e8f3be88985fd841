import { Die } from '../../ui/die.tsx';
import { nameOf, type CallView, type TableView } from './table-view.ts';
import { verdictWords } from './words.ts';
import './history.css';

/** The calls of this round, the newest on top; the verdict once the dice have been counted (`settled`). */
export function History({ view, me, settled }: { view: TableView; me: number | undefined; settled: boolean }) {
  const playing = view.phase !== 'waiting' && view.phase !== 'result';
  const verdict = settled && view.reveal && verdictWords(view, view.reveal, me);
  return (
    <section class="history" aria-labelledby="history-title">
      <h2 id="history-title">{playing ? `Round ${view.round}` : 'The table'}</h2>
      {playing ? (
        <ol class="history__calls" reversed>
          {verdict && (
            <li class="history__verdict">
              {verdict.count} {verdict.cost}
            </li>
          )}
          {view.calls
            .map((call, index) => (
              <CallLine key={index} view={view} call={call} me={me} standing={index === view.standing?.index} />
            ))
            .reverse()}
          {view.calls.length === 0 && <li class="history__none">No bids yet.</li>}
        </ol>
      ) : (
        <Scores view={view} me={me} />
      )}
    </section>
  );
}

function CallLine({
  view,
  call,
  me,
  standing,
}: {
  view: TableView;
  call: CallView;
  me: number | undefined;
  standing: boolean;
}) {
  return (
    <li class="history__call" data-standing={standing} data-kind={call.kind}>
      <span class="history__dot" style={{ '--cup': `var(--cup-${call.seat % 6})` }} />
      <span class="history__who one-line">
        {call.seat === me ? 'You' : nameOf(view, call.seat)}
        {call.byHouse && <small> (the house)</small>}
      </span>
      {call.kind === 'bid' ? (
        <span class="history__bid">
          {call.count} × <Die face={call.face} />
        </span>
      ) : (
        <span class="history__bid">{call.kind === 'challenge' ? 'Challenge!' : 'Spot on!'}</span>
      )}
    </li>
  );
}

/** Between matches: the players and their wins. */
function Scores({ view, me }: { view: TableView; me: number | undefined }) {
  const seats = view.seats.filter((seat) => seat.taken).sort((a, b) => b.wins - a.wins);
  return (
    <ol class="history__calls">
      {seats.map((seat) => (
        <li key={seat.index} class="history__call">
          <span class="history__dot" style={{ '--cup': `var(--cup-${seat.index % 6})` }} />
          <span class="history__who one-line">
            <bdi>{seat.name}</bdi>
            {seat.index === me && <small> (you)</small>}
            {seat.bot && <small> (bot)</small>}
          </span>
          <span class="history__bid">{seat.wins > 0 ? `${seat.wins} won` : ''}</span>
        </li>
      ))}
    </ol>
  );
}
