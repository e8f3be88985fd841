/** One place in the callback room, and what the room has to keep in mind for it. */
import type { Client, Delayed } from 'colyseus';
import type { Body, Fighter } from '../../../../shared/games/arena/state.ts';

export class CallbackSeat {
  readonly number: number;
  readonly fighter: Fighter;
  readonly body: Body;
  /** Who sits here. */
  client: Client | undefined;
  /** Whom this one sees beside itself. */
  readonly sees = new Set<CallbackSeat>();
  /** What comes next in its life: the end of its protection, or its return. */
  timer: Delayed | undefined;

  constructor(number: number, fighter: Fighter) {
    this.number = number;
    this.fighter = fighter;
    this.body = fighter.body;
  }
}
