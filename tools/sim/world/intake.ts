/** Passes what comes over a line to the intake, as the real server does with the frames of its sockets. */
import type { ArrivedMessage } from '../../../server/host/intake/intake.ts';
import type { LiveRoom } from '../../../server/host/live-room.ts';
import type { Member } from '../../../server/host/members/member.ts';
import { WIRE, type Numbered, type NumberedReply, type Reply } from '../../../shared/wire.ts';
import type { ServerRoom } from './server-room.ts';

/** A message of our client. */
export function takeNumbered(
  { live, network }: ServerRoom,
  member: Member,
  [number, acked, type, data]: Numbered,
): void {
  const reply = (what: Reply): void => network.send(member.id, WIRE.reply, [number, what] satisfies NumberedReply);
  live.intake.receive(member, arrived(type, data), { kind: 'numbered', number, acked, reply });
}

/** A message of any client. */
export function takePlain({ intake }: LiveRoom, member: Member, type: string, data: unknown): void {
  intake.receive(member, arrived(type, data));
}

function arrived(type: string, data: unknown): ArrivedMessage {
  return { type, bytes: JSON.stringify(data)?.length ?? 0, read: () => data };
}
