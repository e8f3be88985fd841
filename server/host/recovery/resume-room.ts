/** Lets a room go on whose journal was replayed: the rest of what its last process had to do, and the wait for its players. */
import type { Entry } from '../../../shared/runtime/host.ts';
import type { LiveRoom } from '../live-room.ts';
import type { RecoveredState } from './recovered-state.ts';

export function resumeRoom(room: LiveRoom, state: RecoveredState, nowMs: number): void {
  const { match, members, bots, effects } = room;
  bots.last = state.lastBot;
  // No connection has outlived its process.
  for (const member of members.all) member.connected = false;
  const entries: Entry[] = [];
  const awaited = new Set<string>();
  for (const { id, bot, seat, connected } of match.players) {
    if (members.get(id) === undefined || state.dismissed.has(id)) {
      members.remove(id);
      entries.push({ kind: 'leave', player: id });
    } else if (bot) {
      bots.seat(id, seat);
      // The match asks it again what it has not answered.
      entries.push({ kind: 'return', player: id });
    } else if (state.unconfirmed.has(id)) {
      // This player may not exist, and nobody waits for it.
      entries.push({ kind: 'drop', player: id });
    } else if (connected) {
      awaited.add(id);
    }
  }
  room.continueFrom({ trace: state.trace, entries, awaited }, nowMs);
  bots.join(state.botsWanted);
  for (const effect of state.effects) effects.start(effect);
}
