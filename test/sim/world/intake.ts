/** What a server does with what comes over a line, as the real one does with the frames of its sockets. */
import { LIMITS } from '../../../server/host/limits.ts';
import type { LiveRoom } from '../../../server/host/live-room.ts';
import type { Member } from '../../../server/host/members/member.ts';
import { WIRE, type Numbered, type NumberedReply, type Refusal, type Reply } from '../../../shared/wire.ts';
import type { ServerRoom } from './server-room.ts';

const TOO_LARGE: Refusal = { code: 'too-large', message: 'a message has its bounds' };

/** A message of our client. */
export function takeNumbered(
  { live: room, network }: ServerRoom,
  member: Member,
  [number, acked, type, data]: Numbered,
): void {
  const reply = (what: Reply): void => network.send(member.id, WIRE.reply, [number, what] satisfies NumberedReply);
  if (!member.delivery.arrived(number, acked, reply)) return;
  if (type === WIRE.answer) room.intake.receiveAnswer(member, data, { kind: 'numbered', number });
  else room.intake.receiveMessage(member, type, data, { kind: 'numbered', number });
}

/** A message of any client. */
export function takePlain({ intake }: LiveRoom, member: Member, type: string, data: unknown): void {
  if ((JSON.stringify(data)?.length ?? 0) > LIMITS.messageBytes) intake.refuse(member, type, TOO_LARGE);
  else if (type === WIRE.answer) intake.receiveAnswer(member, data);
  else intake.receiveMessage(member, type, data);
}
