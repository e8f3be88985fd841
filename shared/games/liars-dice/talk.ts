/** Talk at the table, beside the game: a task for each player's chat, one for its emotes. */
import { CHAT, PACE } from './house.ts';
import type { TablePlayer, TableRoom } from './spec.ts';
import { ChatLine } from './state.ts';

/** Posts a player's lines as they come; who talks too fast is told to slow down. */
export async function chat(room: TableRoom, player: TablePlayer): Promise<void> {
  const postedAt: number[] = [];
  const refuse = (): string | undefined => {
    const fifthLast = postedAt.at(-CHAT.lines);
    return fifthLast === undefined || room.now - fifthLast >= CHAT.windowMs ? undefined : 'Slow down a little.';
  };
  for (;;) {
    const text = await player.next('chat', { otherwise: undefined, refuse });
    if (text === undefined) return;
    post(room, player, text);
    postedAt.push(room.now);
    if (postedAt.length > CHAT.lines) postedAt.shift();
  }
}

/** Shows a player's emotes to all; one that comes too soon after the last finds nobody waiting for it, and is refused. */
export async function emotes(room: TableRoom, player: TablePlayer): Promise<void> {
  for (;;) {
    const emote = await player.next('emote', { otherwise: undefined });
    if (emote === undefined) return;
    room.broadcast('emote', { seat: player.seat, emote });
    await room.sleep(PACE.emotePauseMs);
  }
}

function post(room: TableRoom, player: TablePlayer, text: string): void {
  const { chat: lines } = room.state;
  lines.push(new ChatLine().assign({ name: player.name, seat: player.seat, text, at: room.now }));
  if (lines.length > CHAT.kept) lines.shift();
}
