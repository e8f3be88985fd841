/** Whatever comes and goes between and within the ticks, the match takes somebody for connected if a line of theirs is in, and only then. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Membership } from '../../../../server/host/members/membership.ts';
import { Inbox } from '../../../../server/host/intake/inbox.ts';
import { LIMITS } from '../../../../server/host/limits.ts';
import { Member } from '../../../../server/host/members/member.ts';
import type { ReturnRefusal } from '../../../../server/host/members/returns.ts';
import { hashToken, readTokens } from '../../../../server/host/members/tokens.ts';

interface Line {
  isOpen: boolean;
  outcome: 'admitted' | ReturnRefusal | undefined;
  outcomes: number;
}

/** A room that has a door and a match, and nothing else. Ann's line is open. */
class Hallway {
  connected = true;
  readonly lines: Line[] = [];
  readonly inbox = new Inbox();
  readonly door = new Membership(
    (entry) => this.inbox.pushEntry(entry),
    () => {},
  );
  readonly ann = new Member({ id: 'ann', name: 'Ann', spectator: false, bot: false }, 20);
  current: Line | undefined = { isOpen: true, outcome: 'admitted', outcomes: 1 };
  #given = 0;
  #isMaking = false;

  constructor() {
    this.ann.tokens = [hashToken('0')];
    this.door.add(this.ann);
    this.door.admit('ann', 0);
    this.lines.push(this.current!);
  }

  come(): void {
    const line: Line = { isOpen: true, outcome: undefined, outcomes: 0 };
    this.lines.push(line);
    const settle = (outcome: Line['outcome']): void => {
      line.outcome = outcome;
      line.outcomes++;
      if (outcome !== 'admitted') line.isOpen = false;
    };
    this.door.return('ann', {
      used: this.ann.tokens.at(-1)!,
      given: hashToken(`${++this.#given}`),
      get isOpen() {
        return line.isOpen;
      },
      admit: () => {
        settle('admitted');
        if (this.current !== undefined) this.current.isOpen = false;
        this.current = line;
      },
      refuse: settle,
    });
  }

  close(which: number): void {
    const line = this.lines[which % this.lines.length]!;
    line.isOpen = false;
    if (line !== this.current) return;
    this.current = undefined;
    this.door.drop('ann');
  }

  /** What has arrived is on its way into the journal. */
  collect(): void {
    if (this.#isMaking) return;
    this.#isMaking = true;
    this.door.collectReturns();
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
    this.door.takeReturned();
  }
}

const deed = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('come' as const), which: fc.constant(0) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('close' as const), which: fc.nat(30) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('collect' as const, 'release' as const), which: fc.constant(0) }),
  },
);

it('in any order, one open line has the seat, each other one is refused once, and the match knows whether anybody is there', () => {
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 60 }), (deeds) => {
      const hallway = new Hallway();
      for (const { kind, which } of deeds) hallway[kind](which);
      hallway.release();
      const hasOpen = hallway.lines.some(({ isOpen }) => isOpen);
      for (let ticks = 0; ticks < 40; ticks++) {
        hallway.collect();
        hallway.release();
      }
      const open = hallway.lines.filter(({ isOpen }) => isOpen);
      expect(open).toHaveLength(hasOpen ? 1 : 0);
      expect(hallway.current).toBe(open[0]);
      expect(hallway.connected).toBe(hasOpen);
      for (const { outcomes } of hallway.lines) expect(outcomes).toBe(1);
      expect(hallway.door.isReturning('ann')).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});

it('the newest of those that are open has the seat, and the one before where that closes first', () => {
  const hallway = new Hallway();
  hallway.close(0);
  hallway.come();
  hallway.come();
  hallway.come();
  hallway.collect();
  hallway.close(3);
  hallway.release();
  hallway.collect();
  hallway.release();
  expect(hallway.lines.map(({ outcome }) => outcome)).toEqual(['admitted', 'overtaken', 'admitted', 'closed']);
});

it('of lines that come without end the oldest are turned away', () => {
  const hallway = new Hallway();
  for (let count = 0; count <= LIMITS.returnsPerPlayer; count++) hallway.come();
  expect(hallway.lines.map(({ outcome }) => outcome).slice(0, 3)).toEqual(['admitted', 'overtaken', undefined]);
});

it('whoever has left, and whoever comes to a room that has closed, is refused', () => {
  const left = new Hallway();
  left.come();
  left.door.leave('ann');
  expect(left.lines[1]?.outcome).toBe('gone');
  left.come();
  expect(left.lines[2]?.outcome).toBe('gone');
  const closed = new Hallway();
  closed.come();
  closed.collect();
  closed.door.close();
  expect(closed.lines[1]?.outcome).toBe('gone');
});
