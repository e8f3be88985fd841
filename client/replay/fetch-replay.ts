/** Downloads a match's replay file. */
import { withBasePath } from '../base-path.ts';

/** `missing`: no match with this id has ended. */
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
