/** A room at a checkpoint of its match, as bytes: the match's snapshot, and what its host knows beside it. */
import { ByteReader, ByteWriter, readValue, type Snapshot, writeValue } from '../../shared/runtime/host.ts';
import type { DeliveryState } from './members/delivery.ts';
import type { Membership } from './members/membership.ts';
import { Member } from './members/member.ts';
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
  /** Those whom the match has let in. */
  readonly members: readonly MemberState[];
  /** The number of the last bot. */
  readonly lastBot: number;
  /** Bots that the script has asked for, and the journal does not know of yet. */
  readonly botsWanted: number;
}

export function packCheckpoint(snapshot: Snapshot, door: Membership, lastBot: number): Uint8Array {
  const members: MemberState[] = [];
  let botsWanted = 0;
  for (const { id, name, spectator, bot, seat, tokens, admitted: entered, delivery } of door.all) {
    if (entered) members.push({ id, name, spectator, bot, seat, tokens, delivery: delivery.state() });
    else if (bot) botsWanted++;
  }
  return writeCheckpoint({ snapshot, members, lastBot, botsWanted });
}

export function writeCheckpoint(checkpoint: HostCheckpoint): Uint8Array {
  const writer = new ByteWriter();
  writeValue(writer, checkpoint);
  return writer.take();
}

/** What `writeCheckpoint` has written: the store has checked that it is whole. */
export function readCheckpoint(bytes: Uint8Array): HostCheckpoint {
  return readValue(new ByteReader(bytes)) as HostCheckpoint;
}

export function memberOf(state: MemberState, tickRate: number): Member {
  const member = new Member(state, tickRate, state.delivery);
  member.seat = state.seat;
  member.admitted = true;
  member.tokens = state.tokens.map(storedToken);
  return member;
}
