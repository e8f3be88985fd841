/** Writes matches to a journal as a server would have left them, whatever their length. */
import { Encoder } from '@colyseus/schema';
import { codeVersion, stateVersion } from '../../../server/code-version.ts';
import { Membership } from '../../../server/host/members/membership.ts';
import { packCheckpoint } from '../../../server/host/host-checkpoint.ts';
import { Member } from '../../../server/host/members/member.ts';
import { hashToken } from '../../../server/host/members/tokens.ts';
import type { JournalFrame, JournalStore } from '../../../server/journal/store.ts';
import { type Entry, Match, stepMatches, type Trace } from '../../../shared/runtime/host.ts';
import type { Game, GameSpec } from '../../../shared/runtime/index.ts';

/** Frames of one commit: live rooms take one each, which makes no difference to what is brought back. */
const COMMIT_FRAMES = 1_000;

interface Written {
  readonly room: string;
  readonly ticks: number;
  readonly options?: object;
  /** What its start frame says in place of the usual. */
  readonly start?: object;
  /** What Ann, who joins in the first tick, enters in these ticks. */
  readonly entries?: Readonly<Record<number, readonly Entry[]>>;
}

/** Plays a match of one player, whose token is `TOKEN`. Gives it as it was at its last tick. */
export async function writeMatch<S extends GameSpec>(
  store: JournalStore,
  game: Game<S>,
  { room, ticks, options = {}, start: changes = {}, entries = {} }: Written,
): Promise<Match<S>> {
  const { name, tickRate } = game;
  const start = {
    format: 1,
    game: name,
    matchId: `${room}-aaaaaaaaaa`,
    seed: '1',
    options,
    tickRate,
    code: codeVersion(name),
  } as const;
  const match = new Match(game, start, { trace: true });
  const encoder = new Encoder(match.state);
  const slot = store.open({ start: { ...start, ...changes }, room, private: false, reflection: stateVersion(game) });
  const ann = new Member({ id: ANN, name: 'Ann', spectator: false, bot: false }, { tickRate });
  ann.tokens = [hashToken(TOKEN)];
  ann.seat = 0;
  ann.admitted = true;
  const door = new Membership(
    () => {},
    () => {},
  );
  door.add(ann);

  let frames: JournalFrame[] = [];
  let trace: Trace | undefined;
  let { snapshot } = match;
  for (let tick = 1; tick <= ticks; tick++) {
    const joins: Entry[] = tick === 1 ? [{ kind: 'join', player: ANN, name: 'Ann', bot: false, token: TOKEN }] : [];
    const entering = [...joins, ...(entries[tick] ?? [])];
    frames.push({ slot, tick, entries: entering, trace });
    await stepMatches([{ match, entries: entering }]);
    trace = match.takeTrace();
    match.takeOutputs();
    encoder.discardChanges();
    for (const { view } of match.players) view.changes.clear();
    const isTaken = match.snapshot !== snapshot;
    if (frames.length === COMMIT_FRAMES || isTaken || tick === ticks) {
      await store.commit(frames);
      frames = [];
    }
    if (isTaken && match.snapshot !== undefined)
      store.checkpoint(slot, tick, packCheckpoint((snapshot = match.snapshot), door, 0));
  }
  return match;
}

export const ANN = 'ann';
export const TOKEN = 'token-of-ann';
