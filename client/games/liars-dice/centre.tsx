/** The middle of the table: the phase, the standing bid, the verdict or the winner. */
import type { ComponentChildren } from 'preact';
import type { CountdownSpan } from '../../../shared/runtime/pieces/countdown.ts';
import { CODE_LENGTH } from '../../../shared/wire.ts';
import { formatCode } from '../../route.ts';
import { useSecondsLeft } from '../../ui/countdown.tsx';
import { Die } from '../../ui/die.tsx';
import { nameOf, type TableView } from './table-view.ts';
import type { DiceTally } from './tally.ts';
import { verdictWords } from './words.ts';
import './centre.css';

interface Props {
  view: TableView;
  me: number | undefined;
  span: CountdownSpan | undefined;
  tally: DiceTally;
  code: string;
}

export function Centre(props: Props) {
  return (
    <div class="centre" data-phase={props.view.phase}>
      <Words {...props} />
    </div>
  );
}

function Words({ view, me, span, tally, code }: Props): ComponentChildren {
  switch (view.phase) {
    case 'waiting':
      return <WaitingForPlayers view={view} span={span} code={code} />;
    case 'rolling':
      return (
        <p class="centre__line centre__round" key={view.round}>
          Round {view.round}
        </p>
      );
    case 'bidding':
      return <Standing view={view} me={me} />;
    case 'reveal':
      return <Verdict view={view} me={me} tally={tally} />;
    case 'result':
      return <Winner view={view} me={me} />;
  }
}

function WaitingForPlayers({ view, span, code }: Pick<Props, 'view' | 'span' | 'code'>) {
  const seconds = useSecondsLeft(span);
  const free = view.seats.filter((seat) => !seat.taken).length;
  return (
    <div class="invite">
      <p class="centre__line">{free === 0 ? 'Everybody is here' : `Waiting for ${free} more`}</p>
      <p class={`invite__code${code.length > CODE_LENGTH.public ? ' invite__code--long' : ''}`}>
        <span class="unseen">The table’s code: </span>
        {formatCode(code)}
      </p>
      <p class="centre__small" role="timer">
        {seconds === undefined
          ? 'The match starts when the table is full, or when you say so.'
          : `Bots take the open seats in ${seconds} s.`}
      </p>
    </div>
  );
}

function Standing({ view, me }: Pick<Props, 'view' | 'me'>) {
  const { standing } = view;
  if (!standing)
    return (
      <>
        <p class="centre__line">
          {view.turn === me ? 'You open the bidding' : `${nameOf(view, view.turn)} opens the bidding`}
        </p>
        <p class="centre__small">{view.diceInPlay} dice on the table</p>
      </>
    );
  const byHouse = view.calls[standing.index]?.byHouse;
  return (
    <>
      <p class="centre__small centre__who">
        {byHouse ? 'The house bids for ' : ''}
        {standing.seat === me ? (byHouse ? 'you' : 'You bid') : nameOf(view, standing.seat)}
        {byHouse || standing.seat === me ? '' : ' bids'}
      </p>
      <p class="centre__bid" key={standing.index}>
        <span class="centre__count">{standing.count}</span>
        <span class="centre__times" aria-hidden="true">
          ×
        </span>
        <Die face={standing.face} />
      </p>
      <p class="centre__small">of {view.diceInPlay} dice</p>
    </>
  );
}

function Verdict({ view, me, tally }: Pick<Props, 'view' | 'me' | 'tally'>) {
  const { reveal } = view;
  if (!reveal) return null;
  const { count, cost } = verdictWords(view, reveal, me);
  if (reveal.kind === 'forfeit')
    return (
      <>
        <p class="centre__line">{count}</p>
        <p class="centre__small">{cost}</p>
      </>
    );
  return (
    <>
      <p class="centre__small">
        {nameOf(view, reveal.bidder)} bid {reveal.count} × <Die face={reveal.face} />
      </p>
      <p class="centre__bid" data-reached={tally.counted >= reveal.count}>
        <span class="centre__count centre__count--tally" key={tally.counted}>
          {tally.counted}
        </span>
      </p>
      <p class="centre__verdict" data-done={tally.done}>
        {tally.done ? cost : 'Counting…'}
      </p>
    </>
  );
}

function Winner({ view, me }: Pick<Props, 'view' | 'me'>) {
  if (view.winner < 0) return <p class="centre__line">The match is over</p>;
  const won = view.winner === me;
  return (
    <div class="winner" data-won={won}>
      {won && <Flecks />}
      <p class="centre__small">{won ? 'The last dice standing are yours' : 'Last dice standing'}</p>
      <p class="winner__name">{won ? 'You win!' : `${nameOf(view, view.winner)} wins`}</p>
    </div>
  );
}

/** Confetti. */
function Flecks() {
  return (
    <span class="flecks" aria-hidden="true">
      {Array.from({ length: 26 }, (_, index) => (
        <i key={index} style={{ '--i': index }} />
      ))}
    </span>
  );
}
