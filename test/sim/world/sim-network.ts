/** How a simulated house reaches those in one room: with the serializer of the real one, over simulated lines. */
import { SchemaSerializer } from '@colyseus/core';
import { RoomSerializer } from '../../../server/colyseus/room/serializer.ts';
import type { Audience, PatchListener, AudienceGroup } from '../../../server/host/audience.ts';
import type { DelayedAudience } from '../../../server/host/delayed-audience.ts';
import type { Member } from '../../../server/host/members/member.ts';
import { type Match, spectatorDelayTicks, stateCheckOf } from '../../../shared/runtime/host.ts';
import type { StateMismatch } from '../../../shared/runtime/index.ts';
import { CLOSE } from '../../../shared/wire.ts';
import type { SimClient } from './sim-client.ts';

export interface SimNetworkParts {
  readonly match: Match;
  /** Told where the process stands. */
  readonly pass: (label: string) => void;
  /** The state of a tick has been let out, or has come out of the journal again. */
  readonly patched: () => void;
  readonly member: (id: string) => Member | undefined;
  /** What those see who see the match late. */
  readonly delayed: () => DelayedAudience | undefined;
  /** Somebody's connection was closed for good. */
  readonly hungUp: () => void;
  readonly closed: () => void;
  /** A client has decoded something else than it may see. */
  readonly mismatched: (error: StateMismatch) => void;
}

/** One connection. */
export interface SimConnection {
  readonly client: SimClient;
  /** The client has confirmed that it is in. */
  isIn: boolean;
  /** What it hears the state with, where it sees it at once. */
  ear: PatchListener | undefined;
  /** What it is told when it has the state. */
  readonly waiting: (() => void)[];
}

export class SimNetwork implements Audience {
  readonly connections = new Map<string, SimConnection>();
  readonly #parts: SimNetworkParts;
  readonly #serializer = new RoomSerializer(new SchemaSerializer());

  constructor(parts: SimNetworkParts) {
    this.#parts = parts;
    this.#serializer.reset(parts.match.state);
    this.#serializer.check(stateCheckOf(parts.match, parts.mismatched));
  }

  /** A client that is on its way in. */
  expect(visit: SimClient): SimConnection {
    const guest: SimConnection = { client: visit, isIn: false, ear: undefined, waiting: [] };
    this.connections.set(visit.id, guest);
    return guest;
  }

  /** It has confirmed: it gets the whole state, and what it was told meanwhile. */
  attach(guest: SimConnection): void {
    const { match, pass, delayed } = this.#parts;
    const { client: visit } = guest;
    guest.isIn = true;
    if (this.#isDelayed(guest)) {
      delayed()?.enter(visit.id);
      for (const tell of guest.waiting) tell();
      return;
    }
    guest.ear = {
      view: match.viewOf(visit.spectator ? undefined : visit.id),
      onPatch: (patch) => {
        pass('before a patch');
        visit.receivePatch(patch, match.tick);
      },
    };
    this.addListener(guest.ear);
    for (const tell of guest.waiting) tell();
  }

  remove(id: string): void {
    const ear = this.connections.get(id)?.ear;
    if (ear !== undefined) this.removeListener(ear);
    this.connections.delete(id);
  }

  patch(): void {
    const { match, member, patched } = this.#parts;
    this.#serializer.applyPatches([], match.state);
    for (const { client: visit, ear } of this.connections.values()) {
      const settled = ear === undefined ? undefined : member(visit.id)?.inputQueue?.settled;
      if (settled !== undefined) visit.acknowledge(settled);
    }
    patched();
  }

  send(member: string, type: string, data: unknown): void {
    const guest = this.connections.get(member);
    if (guest !== undefined) this.#tell(guest, type, JSON.stringify(data));
  }

  broadcast(type: string, data: unknown, to?: AudienceGroup): void {
    const json = JSON.stringify(data);
    for (const guest of this.connections.values()) if (isOf(guest, to)) this.#tell(guest, type, json);
  }

  sendDelayed(tick: number, bytes: Uint8Array | undefined, spectator?: string): void {
    const { pass } = this.#parts;
    for (const guest of this.connections.values()) {
      const isMeant = guest.isIn && this.#isDelayed(guest) && (spectator ?? guest.client.id) === guest.client.id;
      if (!isMeant || bytes === undefined) continue;
      pass('before a patch');
      guest.client.receivePatch(bytes, tick);
    }
  }

  disconnect(member: string, code: number): void {
    this.#parts.pass('before a line is closed');
    const guest = this.connections.get(member);
    this.remove(member);
    guest?.client.close(code);
    this.#parts.hungUp();
  }

  close(code: number, group?: AudienceGroup): void {
    this.#parts.pass('before all lines are closed');
    // They come back as soon as there is a server again.
    const isForGood = code !== CLOSE.mayRetry;
    for (const [id, guest] of this.connections) {
      if (!isOf(guest, group)) continue;
      this.remove(id);
      if (isForGood) guest.client.close(code);
    }
    if (isForGood && group === undefined) this.#parts.closed();
  }

  handshake(): Uint8Array {
    return this.#serializer.handshake();
  }

  addListener(ear: PatchListener): void {
    this.#serializer.addListener(ear);
  }

  removeListener(ear: PatchListener): void {
    this.#serializer.removeListener(ear);
  }

  #isDelayed({ client: visit }: SimConnection): boolean {
    return visit.spectator && spectatorDelayTicks(this.#parts.match.game) > 0;
  }

  #tell(guest: SimConnection, type: string, json: string): void {
    const { client: visit, isIn, waiting } = guest;
    const { match, delayed } = this.#parts;
    const tick = this.#isDelayed(guest) ? (delayed()?.tick ?? 0) : match.tick;
    const tell = (): void => {
      this.#parts.pass(`before ${type}`);
      visit.receiveMessage(type, json, tick);
    };
    if (isIn) tell();
    else waiting.push(tell);
  }
}

function isOf({ client: visit }: SimConnection, group: AudienceGroup | undefined): boolean {
  return group === undefined || visit.spectator === (group === 'spectators');
}
