/** Somebody at a table, whose memory outlives the house: what it saw, what it sent, and what it was told. */
import { Protocol } from '@colyseus/core';
import { Reflection, type Decoder } from '@colyseus/schema';
import { Outbox } from '../../../client/connection/network/outbox.ts';
import { WIRE, type Ask, type Numbered, type NumberedReply, type Reply, type Welcome } from '../../../shared/wire.ts';
import type { KitchenSinkState } from '../../sim/games/kitchen-sink/game.ts';

export interface Seen {
  readonly tick: number;
  readonly state: string;
}

export interface Heard {
  readonly tick: number;
  readonly type: string;
  /** As JSON. */
  readonly data: string;
}

export interface Sent {
  readonly type: string;
  readonly text: string;
  /** Which question it answers. */
  readonly question?: number;
}

/** What a client needs of a house. */
export interface HouseDoor {
  join(client: VirtualClient, id: string): void;
  comeBack(client: VirtualClient, token: string): void;
  drop(client: VirtualClient): void;
  receive(client: VirtualClient, message: Numbered): void;
  input(client: VirtualClient, step: number): void;
}

/** What it does in one step, by what kind of thing. */
export type Deed = 'say' | 'move' | 'bad move' | 'gift' | 'never' | 'bye' | 'shapeless' | 'input' | 'drop' | 'rest';

export class VirtualClient {
  readonly name: string;
  readonly spectator: boolean;
  /** Undefined until somebody let it in. */
  token: string | undefined;
  /** The match is over, or there is none. */
  over = false;
  line: 'down' | 'arriving' | 'up' = 'down';
  readonly seen: Seen[] = [];
  readonly heard: Heard[] = [];
  readonly sent = new Map<number, Sent>();
  readonly replies = new Map<number, Reply[]>();
  /** Secrets of others that it came to know. */
  readonly leaks: string[] = [];
  readonly #plan: Deed[][];
  readonly #outbox: Outbox;
  readonly #asked: Ask[] = [];
  readonly #answered = new Set<number>();
  #decoder: Decoder<KitchenSinkState> | undefined;
  #house: HouseDoor | undefined;
  #awaySteps: number;
  #tries = 0;
  #texts = 0;
  #done = false;

  /** @param awaySteps steps before it comes for the first time */
  constructor(name: string, spectator: boolean, plan: readonly (readonly Deed[])[], awaySteps = 0) {
    this.name = name;
    this.spectator = spectator;
    this.#awaySteps = awaySteps;
    this.#plan = plan.map((deeds) => [...deeds]);
    this.#outbox = new Outbox((message) => this.#house?.receive(this, message));
  }

  /** Which seat it has, or asks for. */
  get id(): string {
    return `${this.name}.${this.#tries}`;
  }

  /** One step: it comes, or does what it has planned. */
  act(house: HouseDoor): void {
    if (this.over || this.line === 'arriving') return;
    if (this.line === 'up') return this.#perform(house);
    if (this.#awaySteps-- > 0) return;
    this.#house = house;
    this.line = 'arriving';
    if (this.token !== undefined) return house.comeBack(this, this.token);
    this.#tries++;
    house.join(this, this.id);
  }

  /** @param awaySteps steps before it tries to come back */
  hangUp(awaySteps = 0): void {
    this.#awaySteps = awaySteps;
    this.line = 'down';
    this.#house = undefined;
    this.#outbox.pause();
  }

  /** The match is over. */
  close(): void {
    this.hangUp();
    this.over = true;
    this.#outbox.close();
  }

  hear(bytes: Uint8Array, tick: number, handshake: Uint8Array): void {
    this.#decoder ??= Reflection.decode<KitchenSinkState>(handshake.slice());
    // As the SDK does: after a return the whole state takes the place of what the decoder knows.
    const isReturn = bytes[0] === Protocol.ROOM_STATE && this.#decoder.root.refs.size > 1;
    if (isReturn) this.#decoder.decodeResync(bytes, { offset: 1 });
    else this.#decoder.decode(bytes, { offset: 1 });
    this.#peek(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'));
    const state = JSON.stringify(this.#decoder.state);
    this.#peek(state);
    this.seen.push({ tick, state });
  }

  get(type: string, data: string, tick: number): void {
    this.heard.push({ tick, type, data });
    this.#peek(data);
    if (type === WIRE.welcome) this.#outbox.open((JSON.parse(data) as Welcome).received);
    if (type === WIRE.ask) this.#asked.push(JSON.parse(data) as Ask);
    if (type !== WIRE.reply) return;
    const [number, reply] = JSON.parse(data) as NumberedReply;
    this.replies.set(number, [...(this.replies.get(number) ?? []), reply]);
    this.#outbox.settle([number, reply]);
  }

  #perform(house: HouseDoor): void {
    for (const { question } of this.#asked.splice(0)) {
      if (this.#answered.has(question)) continue;
      this.#answered.add(question);
      const text = this.#text(WIRE.answer);
      this.#send({ type: WIRE.answer, text, question }, { question, answer: text });
    }
    const deeds = this.#plan.shift();
    if (deeds === undefined) return this.#finish();
    for (const deed of deeds) this.#do(deed, house);
  }

  #do(deed: Deed, house: HouseDoor): void {
    if (deed === 'rest') return;
    if (deed === 'drop') {
      this.hangUp(3);
      house.drop(this);
      return;
    }
    if (deed === 'input') return house.input(this, ++this.#texts);
    const text = this.#text(deed);
    if (deed === 'shapeless') this.#send({ type: 'shapeless', text }, { words: text });
    else this.#send({ type: deed === 'bad move' ? 'move' : deed, text }, { text });
  }

  /** When everything that it said was replied to, it is done. */
  #finish(): void {
    if (this.spectator || this.#done || this.replies.size < this.sent.size) return;
    this.#done = true;
    const text = this.#text('done');
    this.#send({ type: 'done', text }, { text });
  }

  #text(deed: string): string {
    return `${this.name} ${deed} ${++this.#texts}`;
  }

  #send(message: Sent, data: unknown): void {
    // The outbox counts as we do: a client keeps its memory.
    this.sent.set(this.sent.size + 1, message);
    void this.#outbox.send(message.type === 'shapeless' ? 'say' : message.type, data);
  }

  #peek(text: string): void {
    if (!text.includes('> draws')) return;
    for (const [secret, owner] of text.matchAll(/<([\w.-]+)> draws/g)) if (owner !== this.id) this.leaks.push(secret);
  }
}
