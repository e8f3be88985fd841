/** Offers a return to the seat that the visitor still holds, in this tab or from a closed one. */
import { useEffect, useState } from 'preact/hooks';
import { forgetSeat, unclaimedSeat, type RememberedSeat } from '../connection/seat-memory.ts';
import type { AnyTable } from '../connection/table.ts';
import { clientGame } from '../games/index.ts';
import { navigate, formatCode } from '../route.ts';
import { Button } from '../ui/button.tsx';

export function KeptSeat({ seated, onLeave }: { seated: AnyTable | undefined; onLeave: () => void }) {
  const [kept, setKept] = useState<RememberedSeat>();
  useEffect(() => {
    let current = true;
    void unclaimedSeat().then((seat) => current && setKept(seat));
    return () => void (current = false);
  }, [seated]);

  const place = seated ?? kept;
  if (!place) return null;
  const giveUp = () => {
    if (seated) onLeave();
    else if (kept) forgetSeat(kept.code, kept.token);
    setKept(undefined);
  };
  return (
    <section class="kept-seat" aria-label="Your seat">
      <p>
        Your seat at <strong>{formatCode(place.code)}</strong> ({clientGame(place.game)?.title ?? place.game}) is still
        yours.
      </p>
      <div class="kept-seat__actions">
        <Button
          kind="primary"
          onClick={() =>
            navigate({ page: 'table', code: place.code, watch: seated !== undefined && seated.seat === undefined })
          }
        >
          Back to my seat
        </Button>
        <Button kind="quiet" onClick={giveUp}>
          Give it up
        </Button>
      </div>
    </section>
  );
}
