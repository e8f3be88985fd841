/** Talk at the table, beside the game: a task for each player's chat, one for its emotes. */
import { CHAT, PACE } from './house.ts';
import type { TablePlayer, TableRoom } from './spec.ts';
import { ChatLine } from './state.ts';

/** Posts a player's lines as they come; who talks too fast is heard at the allowed pace. */
export async function chat(room: TableRoom, player: TablePlayer): Promise<void> {
  const postedAt: number[] = [];
  for (;;) {
    const text = await player.next('chat', { otherwise: undefined });
    if (text === undefined) return;
    post(room, player, text);
    postedAt.push(room.now);
    if (postedAt.length < CHAT.lines) continue;
    const oldest = postedAt.shift() ?? room.now;
    await room.sleep(Math.max(0, oldest + CHAT.windowMs - room.now));
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
