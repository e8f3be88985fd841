/** A room at a checkpoint, as bytes: the match's snapshot and the state that its host keeps beside it. */
import { ByteReader, ByteWriter, readValue, writeValue, type Snapshot } from '../../shared/runtime/host.ts';
import type { DeliveryState } from './members/delivery.ts';
import type { Membership } from './members/membership.ts';
import { Member, type MemberGame } from './members/member.ts';
import { storedToken } from './members/tokens.ts';

interface MemberState {
  readonly id: string;
  readonly name: string;
  readonly spectator: boolean;
  readonly bot: boolean;
  readonly seat: number | undefined;
  readonly tokens: readonly string[];
  readonly delivery: DeliveryState;
}

export interface HostCheckpoint {
  readonly snapshot: Snapshot;
  /** Members that the match has admitted. */
  readonly members: readonly MemberState[];
  /** The number of the last bot. */
  readonly lastBot: number;
  /** Bots that the script has asked for and that are not in the journal yet. */
  readonly botsWanted: number;
}

export function packCheckpoint(snapshot: Snapshot, members: Membership, lastBot: number): Uint8Array {
  const admitted: MemberState[] = [];
  let botsWanted = 0;
  for (const { id, name, spectator, bot, seat, tokens, admitted: isAdmitted, delivery } of members.all) {
    if (isAdmitted) admitted.push({ id, name, spectator, bot, seat, tokens, delivery: delivery.state() });
    else if (bot) botsWanted++;
  }
  return writeCheckpoint({ snapshot, members: admitted, lastBot, botsWanted });
}

export function writeCheckpoint(checkpoint: HostCheckpoint): Uint8Array {
  const writer = new ByteWriter();
  writeValue(writer, checkpoint);
  return writer.take();
}

/** Reads what `writeCheckpoint` has written; the store has checked that it is complete. */
export function readCheckpoint(bytes: Uint8Array): HostCheckpoint {
  return readValue(new ByteReader(bytes)) as HostCheckpoint;
}

export function memberOf(state: MemberState, game: MemberGame): Member {
  const member = new Member(state, game, state.delivery);
  member.seat = state.seat;
  member.admitted = true;
  member.tokens = state.tokens.map(storedToken);
  return member;
}
