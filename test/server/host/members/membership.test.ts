/** In any order of events between and within ticks, the match takes a player for connected only while it has an admitted connection. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Membership } from '../../../../server/host/members/membership.ts';
import { Inbox } from '../../../../server/host/intake/inbox.ts';
import { LIMITS } from '../../../../server/host/limits.ts';
import { Member } from '../../../../server/host/members/member.ts';
import type { ReturnRefusal } from '../../../../server/host/members/returns.ts';
import { hashToken, readTokens } from '../../../../server/host/members/tokens.ts';

interface Connection {
  isOpen: boolean;
  outcome: 'admitted' | ReturnRefusal | undefined;
  outcomes: number;
}

/** The members of a room and what its match knows of them. Ann is connected. */
class TestRoom {
  connected = true;
  readonly connections: Connection[] = [];
  readonly inbox = new Inbox();
  readonly members = new Membership(
    (entry) => this.inbox.pushEntry(entry),
    () => {},
  );
  readonly ann = new Member({ id: 'ann', name: 'Ann', spectator: false, bot: false }, { tickRate: 20 });
  current: Connection | undefined = { isOpen: true, outcome: 'admitted', outcomes: 1 };
  #given = 0;
  #isMaking = false;

  constructor() {
    this.ann.tokens = [hashToken('0')];
    this.members.add(this.ann);
    this.members.admit('ann', 0);
    this.connections.push(this.current!);
  }

  come(): void {
    const connection: Connection = { isOpen: true, outcome: undefined, outcomes: 0 };
    this.connections.push(connection);
    const settle = (outcome: Connection['outcome']): void => {
      connection.outcome = outcome;
      connection.outcomes++;
      if (outcome !== 'admitted') connection.isOpen = false;
    };
    this.members.return('ann', {
      used: this.ann.tokens.at(-1)!,
      given: hashToken(`${++this.#given}`),
      get isOpen() {
        return connection.isOpen;
      },
      admit: () => {
        settle('admitted');
        if (this.current !== undefined) this.current.isOpen = false;
        this.current = connection;
      },
      refuse: settle,
    });
  }

  close(which: number): void {
    const connection = this.connections[which % this.connections.length]!;
    connection.isOpen = false;
    if (connection !== this.current) return;
    this.current = undefined;
    this.members.drop('ann');
  }

  /** What has arrived is on its way into the journal. */
  collect(): void {
    if (this.#isMaking) return;
    this.#isMaking = true;
    this.members.collectReturns();
    for (const entry of this.inbox.takeAll()) {
      if (entry.kind === 'drop') this.connected = false;
      if (entry.kind === 'return') {
        this.connected = true;
        expect(readTokens(entry.token).used).toBeDefined();
      }
    }
  }

  /** The journal has it. */
  release(): void {
    if (!this.#isMaking) return;
    this.#isMaking = false;
    this.members.takeReturned();
  }
}

const action = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('come' as const), which: fc.constant(0) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('close' as const), which: fc.nat(30) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('collect' as const, 'release' as const), which: fc.constant(0) }),
  },
);

it('in any order, one open connection has the seat, each other one is refused once, and the match knows whether the player is connected', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const room = new TestRoom();
      for (const { kind, which } of actions) room[kind](which);
      room.release();
      const hasOpen = room.connections.some(({ isOpen }) => isOpen);
      for (let ticks = 0; ticks < 40; ticks++) {
        room.collect();
        room.release();
      }
      const open = room.connections.filter(({ isOpen }) => isOpen);
      expect(open).toHaveLength(hasOpen ? 1 : 0);
      expect(room.current).toBe(open[0]);
      expect(room.connected).toBe(hasOpen);
      for (const { outcomes } of room.connections) expect(outcomes).toBe(1);
      expect(room.members.isReturning('ann')).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});

it('the newest open connection has the seat, and the one before it where that closes first', () => {
  const room = new TestRoom();
  room.close(0);
  room.come();
  room.come();
  room.come();
  room.collect();
  room.close(3);
  room.release();
  room.collect();
  room.release();
  expect(room.connections.map(({ outcome }) => outcome)).toEqual(['admitted', 'overtaken', 'admitted', 'closed']);
});

it('beyond the limit of returning connections the oldest are refused', () => {
  const room = new TestRoom();
  for (let count = 0; count <= LIMITS.returnsPerPlayer; count++) room.come();
  expect(room.connections.map(({ outcome }) => outcome).slice(0, 3)).toEqual(['admitted', 'overtaken', undefined]);
});

it('a return is refused after the member has left, and after the room has closed', () => {
  const left = new TestRoom();
  left.come();
  left.members.leave('ann');
  expect(left.connections[1]?.outcome).toBe('gone');
  left.come();
  expect(left.connections[2]?.outcome).toBe('gone');
  const closed = new TestRoom();
  closed.come();
  closed.collect();
  closed.members.close();
  expect(closed.connections[1]?.outcome).toBe('gone');
});
