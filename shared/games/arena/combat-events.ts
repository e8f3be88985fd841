/** What is told of a fight, to those who are near enough to see it. */
import type { NoticeData, NoticeType } from '../../runtime/index.ts';
import { AIM_X, AIM_Y } from './directions.ts';
import type { Interest } from './interest.ts';
import type { ArenaPlayer, ArenaRoom, arenaSpec } from './spec.ts';
import type { Body } from './state.ts';

/** A way along which something can be seen; one without length is a place. */
interface EventPath {
  readonly seat: number;
  readonly x: number;
  readonly y: number;
  readonly aim: number;
}

type Weapon = 'blaster' | 'railgun';

export class CombatEvents {
  readonly #room: ArenaRoom;
  readonly #bodies: readonly Body[];
  readonly #players: readonly (ArenaPlayer | undefined)[];
  readonly #interest: Interest;

  /** @param players by seat */
  constructor(
    room: ArenaRoom,
    bodies: readonly Body[],
    players: readonly (ArenaPlayer | undefined)[],
    interest: Interest,
  ) {
    this.#room = room;
    this.#bodies = bodies;
    this.#players = players;
    this.#interest = interest;
  }

  ray(shot: EventPath, length: number): void {
    const { seat, x, y, aim } = shot;
    const toX = Math.round(x + (AIM_X[aim] ?? 0) * length);
    const toY = Math.round(y + (AIM_Y[aim] ?? 0) * length);
    this.#notify('ray', { seat, x, y, toX, toY }, shot, length);
  }

  hurt(seat: number, by: number, damage: number, weapon: Weapon): void {
    const { x = 0, y = 0 } = this.#bodies[seat] ?? {};
    this.#notify('hurt', { seat, by, damage, x, y, weapon }, { seat: by, x, y, aim: 0 }, 0);
  }

  taken(seat: number, pad: number): void {
    const { x = 0, y = 0 } = this.#bodies[seat] ?? {};
    this.#notify('taken', { seat, pad }, { seat, x, y, aim: 0 }, 0);
  }

  /** To whoever is near the way, and to the one whose doing it is; to those who watch as to the one whom they follow. Bots see what they need in the state. */
  #notify<N extends NoticeType<typeof arenaSpec>>(
    notice: N,
    data: NoticeData<typeof arenaSpec, N>,
    { seat: doer, x, y, aim }: EventPath,
    length: number,
  ): void {
    const { followed } = this.#interest;
    if (followed === doer || this.#interest.isNear(followed, x, y, aim, length))
      this.#room.notifySpectators(notice, data);
    for (let seat = 0; seat < this.#players.length; seat += 1) {
      const player = this.#players[seat];
      if (player === undefined || player.bot) continue;
      if (seat === doer || this.#interest.isNear(seat, x, y, aim, length)) player.notify(notice, data);
    }
  }
}
