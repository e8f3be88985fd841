/** Chat and emotes, beside the game: one task for each player's chat, one for their emotes. */
import { CHAT, PACE } from './constants.ts';
import type { TablePlayer, TableRoom } from './spec.ts';
import { ChatLine } from './state.ts';

/** Posts a player's chat lines. A player who posts too fast is refused. */
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

/** When each player may show the next emote, in match time, by player id. */
export type Pauses = Map<string, number>;

/** The pauses that are not over. */
export function pausesAt(now: number, pauses: Pauses): [string, number][] {
  return [...pauses].filter(([, until]) => until > now);
}

/** Shows a player's emotes to all; one that comes too soon after the last is refused, as nothing waits for it. */
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

/** When the player's lines were posted: the table keeps more lines than all players can post within a window. */
function postedAt(room: TableRoom, { name, seat }: TablePlayer): number[] {
  return room.state.chat.filter((line) => line.seat === seat && line.name === name).map(({ at }) => at);
}

function post(room: TableRoom, player: TablePlayer, text: string): void {
  const { chat: lines } = room.state;
  lines.push(new ChatLine().assign({ name: player.name, seat: player.seat, text, at: room.now }));
  if (lines.length > CHAT.kept) lines.shift();
}
