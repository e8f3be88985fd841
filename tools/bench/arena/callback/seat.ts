/** A seat of the callback room, with its client, fighter and timer. */
import type { Client, Delayed } from 'colyseus';
import type { Body, Fighter } from '../../../../shared/games/arena/state.ts';

export class CallbackSeat {
  readonly number: number;
  readonly fighter: Fighter;
  readonly body: Body;
  /** Undefined: the seat is free. */
  client: Client | undefined;
  /** The other fighters in its view. */
  readonly sees = new Set<CallbackSeat>();
  /** The end of spawn protection, or the respawn. */
  timer: Delayed | undefined;

  constructor(number: number, fighter: Fighter) {
    this.number = number;
    this.fighter = fighter;
    this.body = fighter.body;
  }
}
