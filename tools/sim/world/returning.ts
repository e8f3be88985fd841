/** A return as a promise, for worlds without sockets. */
import { JoinRefused } from '../../../server/host/members/arrivals.ts';
import type { Membership } from '../../../server/host/members/membership.ts';
import type { TokenHash } from '../../../server/host/members/tokens.ts';

/** Resolves once the journal knows of the return and the line is the member's; rejects with NotLetIn. */
export function returning(
  door: Membership,
  id: string,
  line: { readonly used: TokenHash; readonly given: TokenHash; readonly isOpen: () => boolean },
): Promise<void> {
  return new Promise((resolve, reject) =>
    door.return(id, {
      used: line.used,
      given: line.given,
      get isOpen() {
        return line.isOpen();
      },
      admit: resolve,
      refuse: (why) => reject(new JoinRefused({ code: 'room-closed', message: why })),
    }),
  );
}
