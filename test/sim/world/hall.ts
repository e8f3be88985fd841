/** How a simulated house reaches those in one room: with the serializer of the real one, over simulated lines. */
import { SchemaSerializer } from '@colyseus/core';
import { HouseSerializer } from '../../../server/colyseus/serializer.ts';
import type { Audience, Ear, Group } from '../../../server/host/audience.ts';
import type { DelayedAudience } from '../../../server/host/delayed-audience.ts';
import type { Member } from '../../../server/host/member.ts';
import { checkOf, spectatorDelayTicks, type Match, type StateMismatch } from '../../../shared/runtime/index.ts';
import { CLOSE } from '../../../shared/wire.ts';
import type { Visit } from './visit.ts';

export interface HallParts {
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
export interface Guest {
  readonly visit: Visit;
  /** The client has confirmed that it is in. */
  isIn: boolean;
  /** What it hears the state with, where it sees it at once. */
  ear: Ear | undefined;
  /** What it is told when it has the state. */
  readonly waiting: (() => void)[];
}

export class Hall implements Audience {
  readonly guests = new Map<string, Guest>();
  readonly #parts: HallParts;
  readonly #serializer = new HouseSerializer(new SchemaSerializer());

  constructor(parts: HallParts) {
    this.#parts = parts;
    this.#serializer.reset(parts.match.state);
    this.#serializer.check(checkOf(parts.match, parts.mismatched));
  }

  /** A client that is on its way in. */
  expect(visit: Visit): Guest {
    const guest: Guest = { visit, isIn: false, ear: undefined, waiting: [] };
    this.guests.set(visit.id, guest);
    return guest;
  }

  /** It has confirmed: it gets the whole state, and what it was told meanwhile. */
  attach(guest: Guest): void {
    const { match, pass, delayed } = this.#parts;
    const { visit } = guest;
    guest.isIn = true;
    if (this.#isDelayed(guest)) {
      delayed()?.enter(visit.id);
      for (const tell of guest.waiting) tell();
      return;
    }
    guest.ear = {
      view: match.viewOf(visit.spectator ? undefined : visit.id),
      hear: (patch) => {
        pass('before a patch');
        visit.send(patch, match.tick);
      },
    };
    this.listen(guest.ear);
    for (const tell of guest.waiting) tell();
  }

  remove(id: string): void {
    const ear = this.guests.get(id)?.ear;
    if (ear !== undefined) this.unlisten(ear);
    this.guests.delete(id);
  }

  patch(): void {
    const { match, member, patched } = this.#parts;
    this.#serializer.applyPatches([], match.state);
    for (const { visit, ear } of this.guests.values()) {
      const settled = ear === undefined ? undefined : member(visit.id)?.inputQueue?.settled;
      if (settled !== undefined) visit.acknowledge(settled);
    }
    patched();
  }

  send(member: string, type: string, data: unknown): void {
    const guest = this.guests.get(member);
    if (guest !== undefined) this.#tell(guest, type, JSON.stringify(data));
  }

  broadcast(type: string, data: unknown, to?: Group): void {
    const json = JSON.stringify(data);
    for (const guest of this.guests.values()) if (isOf(guest, to)) this.#tell(guest, type, json);
  }

  show(tick: number, bytes: Uint8Array | undefined, spectator?: string): void {
    const { pass } = this.#parts;
    for (const guest of this.guests.values()) {
      const isMeant = guest.isIn && this.#isDelayed(guest) && (spectator ?? guest.visit.id) === guest.visit.id;
      if (!isMeant || bytes === undefined) continue;
      pass('before a patch');
      guest.visit.send(bytes, tick);
    }
  }

  hangUp(member: string, code: number): void {
    this.#parts.pass('before a line is closed');
    const guest = this.guests.get(member);
    this.remove(member);
    guest?.visit.close(code);
    this.#parts.hungUp();
  }

  close(code: number, group?: Group): void {
    this.#parts.pass('before all lines are closed');
    // They come back as soon as there is a server again.
    const isForGood = code !== CLOSE.mayRetry;
    for (const [id, guest] of this.guests) {
      if (!isOf(guest, group)) continue;
      this.remove(id);
      if (isForGood) guest.visit.close(code);
    }
    if (isForGood && group === undefined) this.#parts.closed();
  }

  handshake(): Uint8Array {
    return this.#serializer.handshake();
  }

  listen(ear: Ear): void {
    this.#serializer.listen(ear);
  }

  unlisten(ear: Ear): void {
    this.#serializer.unlisten(ear);
  }

  #isDelayed({ visit }: Guest): boolean {
    return visit.spectator && spectatorDelayTicks(this.#parts.match.game) > 0;
  }

  #tell(guest: Guest, type: string, json: string): void {
    const { visit, isIn, waiting } = guest;
    const { match, delayed } = this.#parts;
    const tick = this.#isDelayed(guest) ? (delayed()?.tick ?? 0) : match.tick;
    const tell = (): void => {
      this.#parts.pass(`before ${type}`);
      visit.tell(type, json, tick);
    };
    if (isIn) tell();
    else waiting.push(tell);
  }
}

function isOf({ visit }: Guest, group: Group | undefined): boolean {
  return group === undefined || visit.spectator === (group === 'spectators');
}
