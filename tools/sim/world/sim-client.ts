/** The client of one player in one match: what it decoded and sent, and the bot script that plays for it. */
import { Protocol } from '@colyseus/core';
import type { Decoder, Schema } from '@colyseus/schema';
import { Outbox } from '../../../client/connection/network/outbox.ts';
import { type BotLink, BotRun, InputShape, type Steps } from '../../../shared/runtime/host.ts';
import type { Refusal } from '../../../shared/runtime/index.ts';
import { WIRE, type Ask, type Numbered, type NumberedReply, type Welcome } from '../../../shared/wire.ts';
import type { Knowledge, SimGame } from '../games/sim-game.ts';
import type { ClientLog } from './client-log.ts';
import type { SimLine } from './sim-line.ts';

/** How often what a client decoded is logged, where only samples are. */
const SAMPLES_PER_SECOND = 2;
/** The first states of a connection are always logged. */
const FIRST_SAMPLES = 3;
/** How many messages are kept, to be sent again as duplicates. */
const REMEMBERED = 16;

export interface ClientEndpoint {
  receive(client: SimClient, message: Numbered): void;
  input(client: SimClient, numbers: readonly number[], seenAtMs: number | undefined): void;
  confirm(client: SimClient): void;
}

export interface AdmittedSeat {
  readonly id: string;
  readonly spectator: boolean;
  readonly matchId: string;
  readonly decoder: Decoder<Schema>;
  readonly log: ClientLog;
}

export interface SimClientParts {
  readonly seat: AdmittedSeat;
  readonly game: SimGame;
  readonly line: SimLine;
  readonly server: () => ClientEndpoint | undefined;
  readonly seed: string;
  readonly violated: (invariant: string, tick: number, details: string) => void;
  readonly closed: (code: number) => void;
}

const LOST: Refusal = { code: 'not-now', message: 'the connection closed before a reply came' };

export class SimClient {
  readonly id: string;
  readonly spectator: boolean;
  readonly matchId: string;
  readonly log: ClientLog;
  /** The token for its next reconnect. */
  token = '';
  /** The connection is open, and the server has confirmed it. */
  isIn = false;
  readonly #parts: SimClientParts;
  readonly #outbox: Outbox;
  readonly #decoder: Decoder<Schema>;
  readonly #shape: InputShape | undefined;
  /** Undefined until it has a seat. */
  #run: BotRun | undefined;
  #held: number[];
  /** It has got its welcome, which follows the state. */
  #isGreeted = false;
  #seat: number | undefined;
  #seenTick = 0;
  #patches = 0;
  #asked: number[] = [];
  /** Frames of this connection that were sent, and settled. */
  #sentFrames = 0;
  #settledFrames = 0;
  readonly #remembered: Numbered[] = [];
  readonly #rememberedFrames: (readonly number[])[] = [];

  constructor(parts: SimClientParts) {
    const { id, spectator, matchId, log, decoder } = parts.seat;
    this.#parts = parts;
    this.id = id;
    this.spectator = spectator;
    this.matchId = matchId;
    this.log = log;
    this.#outbox = new Outbox((message) => this.#transmit(message));
    this.#decoder = decoder;
    const { input } = parts.game.game;
    this.#shape = input && new InputShape(input);
    this.#held = this.#shape?.neutral() ?? [];
  }

  get state(): Schema {
    return this.#decoder.state;
  }

  /** It is connected, has the state, and has got its welcome. */
  get isReady(): boolean {
    return this.isIn && this.#isGreeted && this.#patches > 0;
  }

  get seat(): number | undefined {
    return this.isReady ? this.#seat : undefined;
  }

  /** The numbers of its messages that have no reply yet. */
  get unsettled(): readonly number[] {
    const { sent, replies } = this.log;
    return sent.size === replies.size ? [] : [...sent.keys()].filter((number) => !replies.has(number));
  }

  /** The bytes are only valid during the call. */
  receivePatch(patch: Uint8Array, tick: number): void {
    const { line } = this.#parts;
    if (line.isDirect) return this.#hear(patch, tick);
    const copy = patch.slice();
    line.toClient(copy.length, () => this.#hear(copy, tick));
  }

  receiveMessage(type: string, json: string, tick: number): void {
    this.#parts.line.toClient(json.length, () => this.#get(type, json, tick));
  }

  /** The server acknowledges frames of this connection. */
  acknowledge(settled: number): void {
    if (settled <= this.#settledFrames) return;
    this.#parts.line.toClient(1, () => {
      if (settled > this.#sentFrames) {
        this.#parts.violated(
          'only input frames that were sent are acknowledged',
          this.#seenTick,
          `${this.id}: ${settled} frames are acknowledged, and ${this.#sentFrames} were sent`,
        );
      }
      this.log.acknowledged += Math.max(0, settled - this.#settledFrames);
      this.#settledFrames = settled;
    });
  }

  close(code: number): void {
    this.#parts.line.toClient(1, () => {
      this.isIn = false;
      this.#outbox.close();
      this.#parts.closed(code);
    });
  }

  connected(token: string): void {
    this.token = token;
    this.isIn = true;
    this.#patches = 0;
    this.#sentFrames = 0;
    this.#settledFrames = 0;
    this.#parts.line.toServer(() => this.#parts.server()?.confirm(this));
  }

  disconnected(): void {
    this.isIn = false;
    this.#outbox.pause();
  }

  /** It left for good, and receives nothing more. */
  left(): void {
    this.disconnected();
    this.log.isGone = true;
  }

  /** One tick of its client: a frame where the game has input, and a step of its script. */
  runTick(steps: Steps): void {
    if (this.#run === undefined || this.#run.ended !== undefined) return;
    if (this.isIn && this.#shape !== undefined && this.#patches > 0) {
      // The last number is for the host to fill in.
      this.sendInput(this.#held.slice(0, -1), (this.#seenTick * 1_000) / this.#parts.game.game.tickRate);
    }
    this.#run.addStep(steps);
  }

  /** Sends an input frame. */
  sendInput(numbers: readonly number[], seenAtMs: number | undefined): void {
    if (this.#shape === undefined) return;
    // The format of the wire has room for these fields, and no others.
    const frame = this.#shape.fields.slice(0, -1).map((_, index) => numbers[index] ?? 0);
    this.#sentFrames++;
    this.#rememberedFrames.push(frame);
    if (this.#rememberedFrames.length > REMEMBERED) this.#rememberedFrames.shift();
    if (this.log.checks !== 'none')
      this.log.frames.push(
        this.#shape
          .clamp([...frame, 0])
          .slice(0, -1)
          .join(),
      );
    this.#parts.line.toServer(() => this.#parts.server()?.input(this, frame, seenAtMs));
  }

  /** Sends duplicates: the last messages and frames as they were, and an answer to its first question. */
  resend(back: number): boolean {
    const again = this.#remembered.slice(-back);
    const frames = this.#rememberedFrames.slice(-back);
    const [question] = this.#asked;
    if (!this.isIn || again.length + frames.length + this.#asked.length === 0) return false;
    for (const message of again) this.#parts.line.toServer(() => this.#parts.server()?.receive(this, message));
    for (const frame of frames) this.sendInput(frame, 0);
    if (question !== undefined) void this.#outbox.send(WIRE.answer, { question, answer: false });
    return true;
  }

  /** Why its script failed. */
  get failure(): Error | undefined {
    return this.#run?.ended?.kind === 'failed' ? this.#run.ended.error : undefined;
  }

  #hear(bytes: Uint8Array, tick: number): void {
    if (!this.isIn) return;
    const { game, violated: found } = this.#parts;
    // As the SDK does: after a return the whole state takes the place of what the decoder knows.
    const isReturn = bytes[0] === Protocol.ROOM_STATE && this.#decoder.root.refs.size > 1;
    if (isReturn) this.#decoder.decodeResync(bytes, { offset: 1 });
    else this.#decoder.decode(bytes, { offset: 1 });
    this.#patches++;
    if (tick < this.#seenTick) found('a client never sees an earlier tick', tick, `${this.id} saw ${this.#seenTick}`);
    this.#seenTick = tick;
    const leak = !this.#isGreeted ? '' : game.leak(this.#knowledge(bytes[0] === Protocol.ROOM_STATE));
    if (leak !== '') found('a client decodes nothing that is hidden from it', tick, `${this.id}: ${leak}`);
    const { checks } = this.log;
    if (checks === 'none') return;
    const everyTicks = Math.ceil(game.game.tickRate / SAMPLES_PER_SECOND);
    if (checks === 'every tick' || this.#patches <= FIRST_SAMPLES || tick % everyTicks === 0) {
      this.log.seen.push({ tick, state: JSON.stringify(this.state) });
    }
  }

  #knowledge(isWhole: boolean): Knowledge<Schema> {
    return { state: this.state, decoder: this.#decoder, seat: this.#seat, player: this.id, isWhole };
  }

  #get(type: string, json: string, tick: number): void {
    if (!this.isIn) return;
    const data: unknown = json === undefined ? undefined : JSON.parse(json);
    if (this.log.checks !== 'none') this.log.received.push({ tick, type, data: json });
    switch (type) {
      case WIRE.welcome:
        return this.#greet(data as Welcome);
      case WIRE.ask: {
        const { question, name, data: about } = data as Ask;
        this.#asked.push(question);
        this.#run?.receive({ kind: 'asked', question, name, data: about });
        return;
      }
      case WIRE.asked: {
        const { question } = data as { question: number };
        this.#run?.receive({ kind: 'question-closed', question });
        return;
      }
      case WIRE.reply: {
        const [number, reply] = data as NumberedReply;
        if (this.log.checks !== 'none') this.log.replies.set(number, [...(this.log.replies.get(number) ?? []), reply]);
        else this.log.sent.delete(number);
        this.#outbox.settle([number, reply]);
        return;
      }
      case WIRE.refused:
      case WIRE.ended:
      case WIRE.held:
      case WIRE.resumed:
      case WIRE.slipped:
        return;
      default:
        this.#run?.receive({ kind: 'notice', type, data });
    }
  }

  #greet({ seat, received }: Welcome): void {
    this.#isGreeted = true;
    this.#outbox.open(received);
    if (seat === null || this.#run !== undefined) return;
    const { game, seed } = this.#parts;
    this.#seat = seat;
    const link: BotLink = {
      id: this.id,
      seat,
      seed,
      send: async (type, data) => refusalOf(await this.#outbox.send(type, data)),
      answer: (question, answer) => void this.#outbox.send(WIRE.answer, { question, answer }),
      setInput: (controls) => {
        if (this.#shape !== undefined) this.#held = this.#shape.merge(this.#held, controls);
      },
    };
    this.#run = new BotRun(game.game, game.bot, link, this.state);
  }

  #transmit(message: Numbered): void {
    const [number, , type] = message;
    this.log.sent.set(number, { type });
    this.#remembered.push(message);
    if (this.#remembered.length > REMEMBERED) this.#remembered.shift();
    this.#parts.line.toServer(() => this.#parts.server()?.receive(this, message));
  }
}

function refusalOf(refused: Awaited<ReturnType<Outbox['send']>>): Refusal | undefined {
  if (refused === undefined) return undefined;
  return refused.code === 'lost' ? LOST : { code: refused.code, message: refused.message };
}
