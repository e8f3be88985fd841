import type { RoomListing } from '../../shared/wire.ts';
import { clientGame } from '../games/index.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useOpenTables } from './open-tables.ts';
import './table-list.css';

/** More seats than this are shown as numbers. */
const MAX_DOTS = 8;

interface Props {
  busy: boolean;
  onJoin: (code: string) => void;
  onWatch: (code: string) => void;
}

export function TableList({ busy, onJoin, onWatch }: Props) {
  const { rooms, failed } = useOpenTables();
  return (
    <section class="tables" aria-labelledby="tables-title">
      <h2 id="tables-title">Open tables</h2>
      {failed && (
        <p class="tables__note" role="status">
          The server does not answer. Trying again…
        </p>
      )}
      {rooms?.length === 0 && !failed && (
        <p class="tables__note">No open tables right now. Press “Play now” to open one.</p>
      )}
      <ul class="tables__list">
        {[...(rooms ?? [])].sort(joinableFirst).map((room) => (
          <TableRow key={room.id} room={room} busy={busy} onJoin={onJoin} onWatch={onWatch} />
        ))}
      </ul>
    </section>
  );
}

function TableRow({ room, busy, onJoin, onWatch }: Props & { room: RoomListing }) {
  const seats = Array.from({ length: room.seats }, (_, index) => index < room.taken);
  return (
    <li class="table-row">
      <div class="table-row__what">
        <strong class="table-row__code">{room.id}</strong>
        <span class="table-row__game">{clientGame(room.game)?.title}</span>
        <span class="table-row__phase">{phaseText(room)}</span>
      </div>
      <span class="table-row__seats" role="img" aria-label={`${room.taken} of ${room.seats} seats taken`}>
        {room.seats > MAX_DOTS
          ? `${room.taken} / ${room.seats}`
          : seats.map((taken, index) => <span key={index} class="table-row__seat" data-taken={taken} />)}
      </span>
      <div class="table-row__actions">
        {room.open && room.taken < room.seats && (
          <Button disabled={busy} aria-label={`Join table ${room.id}`} onClick={() => onJoin(room.id)}>
            Join
          </Button>
        )}
        <Button kind="quiet" disabled={busy} aria-label={`Watch table ${room.id}`} onClick={() => onWatch(room.id)}>
          <Icon name="eye" size={18} /> Watch
        </Button>
      </div>
    </li>
  );
}

function phaseText({ info, watchers, open }: RoomListing): string {
  const phase = info['phase'];
  const round = info['round'];
  const what =
    phase === 'waiting'
      ? 'waiting for players'
      : phase === 'result'
        ? 'between matches'
        : typeof round === 'number' && round > 0
          ? `round ${round}`
          : open
            ? 'open'
            : 'playing';
  return watchers > 0 ? `${what} · ${watchers} watching` : what;
}

function joinableFirst(a: RoomListing, b: RoomListing): number {
  const rank = (room: RoomListing) => (room.open && room.taken < room.seats ? 0 : 1);
  return rank(a) - rank(b) || b.taken - a.taken || a.id.localeCompare(b.id);
}
