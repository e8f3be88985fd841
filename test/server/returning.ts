/** A return as a promise, for worlds without sockets. */
import { NotLetIn } from '../../server/host/arrivals.ts';
import type { Door } from '../../server/host/door.ts';
import type { TokenHash } from '../../server/host/tokens.ts';

/** Resolves once the journal knows of the return and the line is the member's; rejects with NotLetIn. */
export function returning(
  door: Door,
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
      refuse: (why) => reject(new NotLetIn({ code: 'room-closed', message: why })),
    }),
  );
}
