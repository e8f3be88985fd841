/** Talk at the table, beside the game: a task for each player's chat, one for its emotes. */
import { CHAT, PACE } from './constants.ts';
import type { TablePlayer, TableRoom } from './spec.ts';
import { ChatLine } from './state.ts';

/** Posts a player's lines as they come; who talks too fast is told to slow down. */
export async function chat(room: TableRoom, player: TablePlayer): Promise<void> {
  const refuse = (): string | undefined => {
    const fifthLast = postedAt(room, player).at(-CHAT.lines);
    return fifthLast === undefined || room.now - fifthLast >= CHAT.windowMs ? undefined : 'Slow down a little.';
  };
  for (;;) {
    const text = await player.next('chat', { otherwise: undefined, refuse });
    if (text === undefined) return;
    post(room, player, text);
  }
}

/** Until when players have to wait for their next emotes, in match time, by their ids. */
export type Pauses = Map<string, number>;

/** Those that are not over. */
export function pausesAt(now: number, pauses: Pauses): [string, number][] {
  return [...pauses].filter(([, until]) => until > now);
}

/** Shows a player's emotes to all; one that comes too soon after the last finds nobody waiting for it, and is refused. */
export async function emotes(room: TableRoom, player: TablePlayer, pauses: Pauses): Promise<void> {
  for (;;) {
    const pauseMs = (pauses.get(player.id) ?? 0) - room.now;
    if (pauseMs > 0) await room.sleep(pauseMs);
    const emote = await player.next('emote', { otherwise: undefined });
    if (emote === undefined) return;
    room.notifyAll('emote', { seat: player.seat, emote });
    pauses.set(player.id, room.now + PACE.emotePauseMs);
  }
}

/** When the player's lines were posted: the table keeps more of them than all can post within a window. */
function postedAt(room: TableRoom, { name, seat }: TablePlayer): number[] {
  return room.state.chat.filter((line) => line.seat === seat && line.name === name).map(({ at }) => at);
}

function post(room: TableRoom, player: TablePlayer, text: string): void {
  const { chat: lines } = room.state;
  lines.push(new ChatLine().assign({ name: player.name, seat: player.seat, text, at: room.now }));
  if (lines.length > CHAT.kept) lines.shift();
}
