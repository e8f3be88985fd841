/** Gets a match's replay file from the server. */
import { withBasePath } from '../base-path.ts';

/** What came of it. `missing`: no match of this id has ended. */
type Fetched = { kind: 'file'; bytes: Uint8Array } | { kind: 'missing' } | { kind: 'unreachable' };

/** Never rejects. */
export async function fetchReplay(match: string): Promise<Fetched> {
  try {
    const response = await fetch(withBasePath(`/api/replays/${match}`));
    if (response.status === 404) return { kind: 'missing' };
    if (!response.ok) return { kind: 'unreachable' };
    return { kind: 'file', bytes: new Uint8Array(await response.arrayBuffer()) };
  } catch {
    return { kind: 'unreachable' };
  }
}
