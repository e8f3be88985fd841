/** Carries out what a tick asks its host for, once the journal has everything that it depends on. */
import { CLOSE, WIRE, type Ask, type Ended } from '../../shared/wire.ts';
import type { Match, Output } from '../../shared/runtime/host.ts';
import type { Metrics } from '../metrics.ts';
import type { Audience } from './audience.ts';
import type { Membership } from './members/membership.ts';
import type { EffectRuns } from './effect-runs.ts';
import type { RoomBots } from './room-bots.ts';
import type { Intake } from './intake/intake.ts';
import type { Member } from './members/member.ts';

export interface OutputsParts {
  readonly match: Match;
  readonly members: Membership;
  readonly intake: Intake;
  readonly bots: RoomBots;
  readonly effects: EffectRuns;
  readonly audience: Audience;
  readonly metrics: Metrics;
  /** Tells somebody who has come in who and where they are. */
  readonly welcome: (member: Member) => void;
}

export class Outputs {
  readonly #parts: OutputsParts;

  constructor(parts: OutputsParts) {
    this.#parts = parts;
  }

  perform(output: Output): void {
    const { members: door, intake, bots, effects, audience, match } = this.#parts;
    switch (output.kind) {
      case 'joined':
        return this.#joined(output);
      case 'accepted':
        return intake.accepted(door.get(output.player), output);
      case 'refused':
        return this.#refused(output);
      case 'notice':
        return this.#notify(output);
      case 'ask': {
        const { question, name, data, to } = output;
        intake.questionOpened(question, name, to);
        bots.push(to, { kind: 'asked', question, name, data });
        return audience.send(to, WIRE.ask, { question, name, data } satisfies Ask);
      }
      case 'asked': {
        const { question } = output;
        intake.questionClosed(question);
        bots.push(output.to, { kind: 'question-closed', question });
        return audience.send(output.to, WIRE.asked, { question });
      }
      case 'bots':
        return bots.join(Math.min(output.count, match.seatCount));
      case 'effect':
        return effects.start(output);
      case 'effect-cancelled':
        return effects.cancel(output.effect);
      case 'dismiss':
        return this.#dismiss(output);
      case 'ended':
    }
  }

  #joined({ player, seat }: Extract<Output, { kind: 'joined' }>): void {
    const { members: door, bots, match, welcome } = this.#parts;
    const member = door.admit(player, seat);
    if (member === undefined) return;
    if (!member.bot) welcome(member);
    else if (seat !== undefined) bots.seat(player, seat, match.viewOf(player));
  }

  #refused(output: Extract<Output, { kind: 'refused' }>): void {
    const { members: door, intake, metrics } = this.#parts;
    const arriving = output.type === 'join' || output.type === 'spectate';
    if (arriving && door.reject(output.player, output)) metrics.refused(output.code);
    else intake.refused(door.get(output.player), output);
  }

  #notify({ to, type, data }: Extract<Output, { kind: 'notice' }>): void {
    const { audience, bots } = this.#parts;
    if (to === 'all') {
      audience.broadcast(type, data);
      if (bots.size > 0) bots.pushAll({ kind: 'notice', type, data });
    } else if (to === 'spectators') {
      audience.broadcast(type, data, 'spectators');
    } else {
      audience.send(to, type, data);
      bots.push(to, { kind: 'notice', type, data });
    }
  }

  #dismiss({ player, reason }: Extract<Output, { kind: 'dismiss' }>): void {
    const { members: door, audience } = this.#parts;
    if (door.get(player) === undefined) return;
    audience.send(player, WIRE.ended, { reason } satisfies Ended);
    door.leave(player);
    audience.disconnect(player, CLOSE.dismissed, reason);
  }
}
