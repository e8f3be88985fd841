import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Outbox } from '../../../../client/connection/network/outbox.ts';
import { Delivery, type DeliveryState } from '../../../../server/host/members/delivery.ts';
import { LIMITS } from '../../../../server/host/limits.ts';
import type { Numbered, NumberedReply, Reply } from '../../../../shared/wire.ts';

const OK: Reply = { ok: true };
const NO: Reply = { ok: false, code: 'illegal', message: 'no' };
const ignored = () => {};

it('a message is new once, and sending it again gets the same reply', () => {
  const delivery = new Delivery();
  const replies: Reply[] = [];
  expect(delivery.arrived(1, 0, (reply) => replies.push(reply))).toBe(true);
  delivery.settled(1, NO);
  expect(delivery.arrived(1, 0, (reply) => replies.push(reply))).toBe(false);
  expect(replies).toEqual([NO, NO]);
});

it('a pending message is replied to once, where it was asked for last', () => {
  const delivery = new Delivery();
  const heard: string[] = [];
  delivery.arrived(1, 0, () => heard.push('first'));
  delivery.arrived(1, 0, () => heard.push('second'));
  delivery.settled(1, OK);
  expect(heard).toEqual(['second']);
});

it('numbers may have gaps, and none below the highest is new', () => {
  const delivery = new Delivery();
  expect(delivery.arrived(5, 0, ignored)).toBe(true);
  expect(delivery.arrived(3, 0, ignored)).toBe(false);
  expect(delivery.received).toBe(5);
});

it('replies are kept until the client has them, up to a limit', () => {
  const delivery = new Delivery();
  const last = LIMITS.repliesPerPlayer + 2;
  for (let number = 1; number <= last; number++) {
    delivery.arrived(number, 0, ignored);
    delivery.entered(number);
    delivery.settled(number, OK);
  }
  const kept = () => delivery.state().replies.map(([number]) => number);
  expect(kept()).toHaveLength(LIMITS.repliesPerPlayer);
  expect(kept()[0]).toBe(3);
  const replies: Reply[] = [];
  delivery.arrived(1, 0, (reply) => replies.push(reply));
  expect(replies).toEqual([expect.objectContaining({ ok: false, code: 'not-now' })]);
  delivery.arrived(last + 1, last - 1, ignored);
  expect(kept()).toEqual([last]);
});

it('a limited number of messages has room while none is replied to', () => {
  const delivery = new Delivery();
  const rooms = Array.from({ length: LIMITS.repliesPerPlayer + 1 }, (_, index) => {
    delivery.arrived(index + 1, 0, ignored);
    return delivery.hasRoom;
  });
  expect(rooms.indexOf(false)).toBe(LIMITS.repliesPerPlayer);
});

it('messages that have arrived and not entered are no part of the state: clients send them again', () => {
  const delivery = new Delivery();
  for (const number of [1, 2, 3]) delivery.arrived(number, 0, ignored);
  delivery.entered(1);
  delivery.entered(2);
  delivery.settled(1, OK);
  delivery.settled(3, NO);
  expect(delivery.state()).toEqual({ received: 2, waiting: [2], replies: [[1, OK]] });
  expect(structuredClone(new Delivery(delivery.state()).state())).toEqual(delivery.state());
});

type Noted = { kind: 'entered'; number: number } | { kind: 'settled'; number: number; reply: Reply };

/** A client with its outbox, a line that may be cut, and a server that may end and come back with what its journal knows. */
class World {
  readonly outbox = new Outbox((message) => this.#there.push(message));
  /** What each message came to for its sender, by what it says. */
  readonly outcomes = new Map<number, boolean>();
  /** What has entered, and the replies of the match. */
  readonly entered: number[] = [];
  readonly decided = new Map<number, boolean>();
  sent = 0;
  #delivery = new Delivery();
  #there: Numbered[] = [];
  #back: NumberedReply[] = [];
  #inbox: [number: number, word: number][] = [];
  #inMatch: [number: number, word: number][] = [];
  #checkpoint: DeliveryState | undefined;
  #journal: Noted[] = [];
  #isUp = false;

  readonly send = (): void => {
    const word = this.sent++;
    void this.outbox.send('say', word).then((refused) => this.outcomes.set(word, refused === undefined));
  };

  /** One message comes through; the door may refuse it. */
  arrive(refused: boolean): void {
    const message = this.#there.shift();
    if (message === undefined) return;
    const [number, acked, , word] = message;
    if (!this.#delivery.arrived(number, acked, (reply) => this.#back.push([number, reply]))) return;
    if (refused) this.#delivery.settled(number, NO);
    else this.#inbox.push([number, Number(word)]);
  }

  readonly hear = (): void => {
    const reply = this.#back.shift();
    if (reply !== undefined) this.outbox.settle(reply);
  };

  readonly collect = (): void => {
    for (const [number, word] of this.#inbox) {
      this.#note({ kind: 'entered', number });
      this.entered.push(word);
      this.#inMatch.push([number, word]);
    }
    this.#inbox = [];
  };

  /** The match takes or refuses one of those that it has, in any order. */
  decide(which: number, taken: boolean): void {
    const [found] = this.#inMatch.splice(which % Math.max(1, this.#inMatch.length), 1);
    if (found === undefined) return;
    this.decided.set(found[1], taken);
    this.#note({ kind: 'settled', number: found[0], reply: taken ? OK : NO });
  }

  readonly cut = (): void => {
    this.#isUp = false;
    this.#there = [];
    this.#back = [];
    this.outbox.pause();
  };

  readonly return = (): void => {
    if (this.#isUp) return;
    this.#isUp = true;
    this.outbox.open(this.#delivery.received);
  };

  readonly checkpoint = (): void => {
    this.#checkpoint = structuredClone(this.#delivery.state());
    this.#journal = [];
  };

  readonly restart = (): void => {
    this.cut();
    this.#inbox = [];
    this.#delivery = new Delivery(this.#checkpoint);
    for (const noted of this.#journal) this.#apply(noted);
  };

  /** All is well from here on, until nothing is left to do. */
  async settle(): Promise<void> {
    this.return();
    while (this.#there.length > 0) this.arrive(false);
    this.collect();
    while (this.#inMatch.length > 0) this.decide(0, true);
    while (this.#back.length > 0) this.hear();
    await Promise.resolve();
  }

  #note(noted: Noted): void {
    this.#journal.push(noted);
    this.#apply(noted);
  }

  #apply(noted: Noted): void {
    if (noted.kind === 'entered') this.#delivery.entered(noted.number);
    else this.#delivery.settled(noted.number, noted.reply);
  }
}

type Step = (world: World) => void;

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Step>((world) => world.send()) },
  { weight: 6, arbitrary: fc.nat(9).map<Step>((chance) => (world) => world.arrive(chance === 0)) },
  { weight: 4, arbitrary: fc.constant<Step>((world) => world.hear()) },
  { weight: 4, arbitrary: fc.constant<Step>((world) => world.collect()) },
  { weight: 4, arbitrary: fc.nat(50).map<Step>((chance) => (world) => world.decide(chance, chance % 5 > 0)) },
  { weight: 3, arbitrary: fc.constant<Step>((world) => world.return()) },
  { weight: 2, arbitrary: fc.constant<Step>((world) => world.cut()) },
  { weight: 1, arbitrary: fc.constant<Step>((world) => world.checkpoint()) },
  { weight: 1, arbitrary: fc.constant<Step>((world) => world.restart()) },
);

it('each message enters at most once, in order, and its sender gets the result, whatever the connection and the server do', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { maxLength: 200, size: 'max' }), async (plan) => {
      const world = new World();
      for (const step of plan) step(world);
      await world.settle();
      expect(world.entered).toEqual([...new Set(world.entered)].sort((a, b) => a - b));
      expect(world.outcomes.size).toBe(world.sent);
      for (const [word, taken] of world.outcomes) expect(taken).toBe(world.decided.get(word) ?? false);
    }),
    { numRuns: 300 },
  );
});
