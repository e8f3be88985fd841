/** The connections of one simulated room: the real serializer over simulated connections. */
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
  /** Passes a crash point. */
  readonly pass: (label: string) => void;
  /** Called when the state of a tick was released, or replayed from the journal. */
  readonly patched: () => void;
  readonly member: (id: string) => Member | undefined;
  /** The audience of spectators who see the match with a delay. */
  readonly delayed: () => DelayedAudience | undefined;
  /** Called when a connection was closed for good. */
  readonly hungUp: (member: string) => void;
  readonly closed: () => void;
  /** Called when a client decoded something else than its view. */
  readonly mismatched: (error: StateMismatch) => void;
}

export interface SimConnection {
  readonly client: SimClient;
  /** The client has confirmed the connection. */
  isIn: boolean;
  /** Receives patches; undefined while it waits, and for delayed spectators. */
  listener: PatchListener | undefined;
  /** Messages that wait until it has the state. */
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

  expect(client: SimClient): SimConnection {
    const connection: SimConnection = { client, isIn: false, listener: undefined, waiting: [] };
    this.connections.set(client.id, connection);
    return connection;
  }

  /** The client has confirmed: it gets the whole state, and the messages that waited. */
  attach(connection: SimConnection): void {
    const { match, pass, delayed } = this.#parts;
    const { client } = connection;
    connection.isIn = true;
    if (this.#isDelayed(connection)) {
      delayed()?.enter(client.id);
      for (const tell of connection.waiting) tell();
      return;
    }
    connection.listener = {
      view: match.viewOf(client.spectator ? undefined : client.id),
      onPatch: (patch) => {
        pass(`before a patch for ${client.id}`);
        client.receivePatch(patch, match.tick);
      },
    };
    this.addListener(connection.listener);
    for (const tell of connection.waiting) tell();
  }

  remove(id: string): void {
    const listener = this.connections.get(id)?.listener;
    if (listener !== undefined) this.removeListener(listener);
    this.connections.delete(id);
  }

  patch(): void {
    const { match, member, patched } = this.#parts;
    this.#serializer.applyPatches([], match.state);
    for (const { client, listener } of this.connections.values()) {
      const settled = listener === undefined ? undefined : member(client.id)?.inputQueue?.settled;
      if (settled !== undefined) client.acknowledge(settled);
    }
    patched();
  }

  send(member: string, type: string, data: unknown): void {
    const connection = this.connections.get(member);
    if (connection !== undefined) this.#tell(connection, type, JSON.stringify(data));
  }

  broadcast(type: string, data: unknown, to?: AudienceGroup): void {
    const json = JSON.stringify(data);
    for (const connection of this.connections.values()) if (isOf(connection, to)) this.#tell(connection, type, json);
  }

  sendDelayed(tick: number, bytes: Uint8Array | undefined, spectator?: string): void {
    const { pass } = this.#parts;
    for (const connection of this.connections.values()) {
      const isMeant =
        connection.isIn && this.#isDelayed(connection) && (spectator ?? connection.client.id) === connection.client.id;
      if (!isMeant || bytes === undefined) continue;
      pass(`before a patch for ${connection.client.id}`);
      connection.client.receivePatch(bytes, tick);
    }
  }

  disconnect(member: string, code: number): void {
    this.#parts.pass(`before the connection of ${member} is closed`);
    const connection = this.connections.get(member);
    this.remove(member);
    connection?.client.close(code);
    this.#parts.hungUp(member);
  }

  close(code: number, group?: AudienceGroup): void {
    this.#parts.pass('before all connections are closed');
    // They reconnect as soon as a server runs again.
    const isForGood = code !== CLOSE.mayRetry;
    for (const [id, connection] of this.connections) {
      if (!isOf(connection, group)) continue;
      this.remove(id);
      if (isForGood) connection.client.close(code);
    }
    if (isForGood && group === undefined) this.#parts.closed();
  }

  handshake(): Uint8Array {
    return this.#serializer.handshake();
  }

  addListener(listener: PatchListener): void {
    this.#serializer.addListener(listener);
  }

  removeListener(listener: PatchListener): void {
    this.#serializer.removeListener(listener);
  }

  #isDelayed({ client }: SimConnection): boolean {
    return client.spectator && spectatorDelayTicks(this.#parts.match.game) > 0;
  }

  #tell(connection: SimConnection, type: string, json: string): void {
    const { client, isIn, waiting } = connection;
    const { match, delayed } = this.#parts;
    const tick = this.#isDelayed(connection) ? (delayed()?.tick ?? 0) : match.tick;
    const tell = (): void => {
      this.#parts.pass(`before ${type} for ${client.id}`);
      client.receiveMessage(type, json, tick);
    };
    if (isIn) tell();
    else waiting.push(tell);
  }
}

function isOf({ client }: SimConnection, group: AudienceGroup | undefined): boolean {
  return group === undefined || client.spectator === (group === 'spectators');
}
