/** How a virtual house reaches its clients: with the serializer of the real one, and without sockets. */
import { SchemaSerializer } from '@colyseus/core';
import { RoomSerializer } from '../../../server/colyseus/room/serializer.ts';
import type { Audience, PatchListener, AudienceGroup } from '../../../server/host/audience.ts';
import { type Match, stateCheckOf } from '../../../shared/runtime/host.ts';
import type { Pass } from './doomed-store.ts';
import type { VirtualClient } from './virtual-client.ts';
import type { Release } from './world.ts';

export interface HallParts {
  readonly match: Match;
  /** Is told of each tick that is let out. */
  readonly releases: Release[];
  readonly pass: Pass;
  /** Through whose eyes everybody sees; undefined: through their own. */
  readonly eyes: string | undefined;
  readonly closed: () => void;
}

interface Guest {
  readonly client: VirtualClient;
  ear: PatchListener | undefined;
  /** What it is told when it has the state. */
  readonly waiting: (() => void)[];
}

export class Hall implements Audience {
  readonly #parts: HallParts;
  readonly #serializer = new RoomSerializer(new SchemaSerializer());
  readonly #guests = new Map<string, Guest>();

  constructor(parts: HallParts) {
    this.#parts = parts;
    this.#serializer.reset(parts.match.state);
    const mismatched = (error: Error): never => {
      throw error;
    };
    this.#serializer.check(stateCheckOf(parts.match, mismatched));
  }

  /** A client that is on its way in. */
  expect(client: VirtualClient): void {
    this.#guests.set(client.id, { client, ear: undefined, waiting: [] });
  }

  /** It is in: it gets the whole state, and what it was told meanwhile. */
  attach(client: VirtualClient): void {
    const { match, pass, eyes } = this.#parts;
    const guest = this.#guests.get(client.id);
    if (guest === undefined) return;
    client.line = 'up';
    guest.ear = {
      view: client.spectator ? undefined : match.viewOf(eyes ?? client.id),
      onPatch: (patch) => {
        pass(`before a patch for ${client.name}`);
        client.hear(patch, match.tick, this.handshake());
      },
    };
    this.addListener(guest.ear);
    for (const tell of guest.waiting) tell();
  }

  remove(client: VirtualClient): void {
    const ear = this.#guests.get(client.id)?.ear;
    if (ear !== undefined) this.removeListener(ear);
    this.#guests.delete(client.id);
  }

  patch(): void {
    const { match, releases } = this.#parts;
    if (this.#guests.size > 0) releases.push({ tick: match.tick, hash: match.stateHash().hash });
    this.#serializer.applyPatches([], match.state);
  }

  send(member: string, type: string, data: unknown): void {
    const guest = this.#guests.get(member);
    if (guest !== undefined) this.#tell(guest, type, data);
  }

  broadcast(type: string, data: unknown, to?: AudienceGroup): void {
    for (const guest of this.#guests.values()) {
      if (to === undefined || guest.client.spectator === (to === 'spectators')) this.#tell(guest, type, data);
    }
  }

  /** The game of these tests shows its spectators all at once. */
  sendDelayed(): void {}

  disconnect(member: string): void {
    const guest = this.#guests.get(member);
    if (guest === undefined) return;
    this.#parts.pass(`before the line of ${guest.client.name} is closed`);
    this.remove(guest.client);
    guest.client.close();
  }

  close(): void {
    for (const member of [...this.#guests.keys()]) this.disconnect(member);
    this.#parts.closed();
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

  #tell({ client, ear, waiting }: Guest, type: string, data: unknown): void {
    const { match, pass } = this.#parts;
    const { tick } = match;
    const json = JSON.stringify(data);
    const tell = (): void => {
      pass(`before ${type} for ${client.name}`);
      client.get(type, json, tick);
    };
    if (ear === undefined) waiting.push(tell);
    else tell();
  }
}
