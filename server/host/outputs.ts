/**
 * What a host does with each kind of output: a live room carries it out, once the journal has everything that it depends on; a recovery
 * that replays the journal only books what the room has to know when it goes on.
 */
import { CLOSE, WIRE, type Ask, type Ended } from '../../shared/wire.ts';
import type { Match, Output } from '../../shared/runtime/host.ts';
import type { Metrics } from '../metrics.ts';
import type { Audience } from './audience.ts';
import type { Membership } from './members/membership.ts';
import type { EffectRuns } from './effect-runs.ts';
import type { RoomBots } from './room-bots.ts';
import type { Intake } from './intake/intake.ts';
import type { Member } from './members/member.ts';

type OutputOf<Kind extends Output['kind']> = Extract<Output, { kind: Kind }>;
type Refused = OutputOf<'refused'>;

/** What a live room has for carrying outputs out. */
export interface LiveOutputs {
  readonly match: Match;
  readonly members: Membership;
  readonly intake: Intake;
  readonly bots: RoomBots;
  readonly effects: EffectRuns;
  readonly audience: Audience;
  readonly metrics: Metrics;
  /** Tells a member who was admitted who and where they are. */
  readonly welcome: (member: Member) => void;
}

/** Where a recovery books outputs. */
export interface OutputBooks {
  readonly match: Match;
  readonly members: Membership;
  readonly intake: Intake;
  /** Bots that the script has asked for and that have not joined. */
  botsWanted: number;
  /** Effects without a result, by their numbers. */
  readonly pendingEffects: Map<number, OutputOf<'effect'>>;
  /** Players whom the script has sent away and who have not left. */
  readonly dismissed: Set<string>;
}

interface Handling<O> {
  carryOut(output: O, live: LiveOutputs): void;
  book(output: O, books: OutputBooks): void;
}

type Handlings = { readonly [Kind in Output['kind']]: Handling<OutputOf<Kind>> };

const HANDLINGS: Handlings = {
  joined: {
    carryOut({ player, seat }, { members, bots, welcome }) {
      const member = members.admit(player, seat);
      if (member === undefined) return;
      if (!member.bot) welcome(member);
      else if (seat !== undefined) bots.seat(player, seat);
    },
    book: ({ player, seat }, { members }) => void members.admit(player, seat),
  },
  accepted: { carryOut: settleAccepted, book: settleAccepted },
  refused: {
    carryOut(output, { members, intake, metrics }) {
      if (isOfJoin(output) && members.reject(output.player, output)) metrics.refused(output.code);
      else intake.refused(members.get(output.player), output);
    },
    book(output, { members, intake }) {
      const { player, ref, code, message } = output;
      if (isOfJoin(output)) members.reject(player, output);
      else intake.settle(members.get(player), ref, { ok: false, code, message });
    },
  },
  notice: {
    carryOut(output, { audience, bots }) {
      const { to, type, data } = output;
      if (to === 'spectators') return audience.broadcast(type, data, 'spectators');
      if (to === 'all') audience.broadcast(type, data);
      else audience.send(to, type, data);
      bots.deliver(output);
    },
    book: nothing,
  },
  ask: {
    carryOut(output, { intake, bots, audience }) {
      const { question, name, data, to } = output;
      intake.questionOpened(question, name, to);
      bots.deliver(output);
      audience.send(to, WIRE.ask, { question, name, data } satisfies Ask);
    },
    book: ({ question, name, to }, { intake }) => intake.questionOpened(question, name, to),
  },
  asked: {
    carryOut(output, { intake, bots, audience }) {
      const { question, to } = output;
      intake.questionClosed(question);
      bots.deliver(output);
      audience.send(to, WIRE.asked, { question });
    },
    book: ({ question }, { intake }) => intake.questionClosed(question),
  },
  bots: {
    carryOut: ({ count }, { bots, match }) => bots.join(Math.min(count, match.seatCount)),
    book: ({ count }, books) => void (books.botsWanted += Math.min(count, books.match.seatCount)),
  },
  effect: {
    carryOut: (output, { effects }) => effects.start(output),
    book: (output, { pendingEffects }) => void pendingEffects.set(output.effect, output),
  },
  'effect-cancelled': {
    carryOut: ({ effect }, { effects }) => effects.cancel(effect),
    book: ({ effect }, { pendingEffects }) => void pendingEffects.delete(effect),
  },
  dismiss: {
    carryOut({ player, reason }, { members, audience }) {
      if (members.get(player) === undefined) return;
      audience.send(player, WIRE.ended, { reason } satisfies Ended);
      members.leave(player);
      audience.disconnect(player, CLOSE.dismissed, reason);
    },
    // It leaves when the room goes on.
    book: ({ player }, { dismissed }) => void dismissed.add(player),
  },
  // The room sees it in the match.
  ended: { carryOut: nothing, book: nothing },
};

export function carryOut<Kind extends Output['kind']>(
  output: OutputOf<Kind> & { readonly kind: Kind },
  live: LiveOutputs,
): void {
  HANDLINGS[output.kind].carryOut(output, live);
}

export function book<Kind extends Output['kind']>(
  output: OutputOf<Kind> & { readonly kind: Kind },
  books: OutputBooks,
): void {
  HANDLINGS[output.kind].book(output, books);
}

function settleAccepted({ player, ref }: OutputOf<'accepted'>, { members, intake }: LiveOutputs | OutputBooks): void {
  intake.settle(members.get(player), ref, { ok: true });
}

function isOfJoin({ type }: Refused): boolean {
  return type === 'join' || type === 'spectate';
}

function nothing(): void {}
