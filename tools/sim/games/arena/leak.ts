/** What a client of an arena must not know: positions out of its view, and fields that only other players need. */
import {
  INTEREST,
  TICK_RATE,
  FIGHTER,
  type Arena,
  type Body,
  type Bullet,
  type Fighter,
} from '../../../../shared/games/arena/index.ts';
import type { Knowledge } from '../sim-game.ts';

/** A body out of range leaves the view at the next update. One more patch may belong to the tick of the last update. */
const MOST_PATCHES = INTEREST.pauseTicks + 1;
/** A dead fighter leaves the view before its respawn. */
const MOST_DEAD_PATCHES = (FIGHTER.respawnMs * TICK_RATE) / 1_000;

const OWN_FIELDS = [
  ...(['steps', 'dashMove', 'dashEnds', 'dashReady', 'blasterReady', 'railgunReady'] as const),
  ...(['boostBegins', 'boostEnds', 'shots'] as const),
];
/** A visible fighter never stands still for this many patches. */
const GHOST_PATCHES = 2 * TICK_RATE;

type Kind = 'body' | 'bullet' | 'fighter' | 'other';
/** Clients decode a state into classes of their own. */
const KINDS = new WeakMap<object, Kind>();

/** For how many patches a client has known a body that should be out of its view. */
interface Overdue {
  far: number;
  dead: number;
  /** For how many of them it has not moved. */
  still: number;
  place: number;
}

/** By decoder and fighter. */
const OVERDUE = new WeakMap<object, Map<Fighter, Overdue>>();

/** Returns '' if nothing leaks. */
export function leakInArena({ state, decoder, seat, isWhole }: Knowledge<Arena>): string {
  // A spectator sees what the followed fighter sees, without the fields that only its owner needs.
  const eyes = state.fighters[seat ?? state.followed];
  const own = seat === undefined ? undefined : eyes;
  const ownBody = eyes?.body;
  let overdue = OVERDUE.get(decoder);
  // A client that reconnects gets the last tick again.
  if (overdue === undefined || isWhole) OVERDUE.set(decoder, (overdue = new Map()));
  let others = 0;
  for (const ref of decoder.root.refs.values()) {
    // Most objects are.
    if (kindOf(ref) === 'other') continue;
    let leak = '';
    if (isBody(ref)) {
      if (ref === own?.body) continue;
      if (ref !== ownBody) others += 1;
      leak = ownFieldOf(ref);
    } else if (isBullet(ref)) {
      // Fields that a client never receives are undefined or have their default.
      if (ref.seenMsAgo > 0) leak = `how far behind a shooter saw: ${ref.seenMsAgo} ms`;
    } else if (isFighter(ref) && ref !== own) {
      if (ref.backAt > 0) leak = `when another is back: ${ref.backAt}`;
      else if (ownBody !== undefined && ref !== eyes) leak = leakOfPlace(ref, ownBody, overdue);
    }
    if (leak !== '') return leak.replace('%', String(state.fighters.indexOf(ref as unknown as Fighter)));
  }
  return others > INTEREST.fighters ? `${others} bodies of others` : '';
}

function leakOfPlace(fighter: Fighter, { x, y }: Body, all: Map<Fighter, Overdue>): string {
  const body = bodyOf(fighter);
  let overdue = all.get(fighter);
  if (body === undefined) {
    if (overdue !== undefined) all.delete(fighter);
    return '';
  }
  if (overdue === undefined) all.set(fighter, (overdue = { far: 0, dead: 0, still: 0, place: -1 }));
  const [atX, atY] = [body.x, body.y];
  const [dx, dy] = [atX - x, atY - y];
  const place = atX * 0x1_0000 + atY;
  overdue.far = dx * dx + dy * dy < INTEREST.far * INTEREST.far ? 0 : overdue.far + 1;
  overdue.dead = fighter.alive ? 0 : overdue.dead + 1;
  const stands = overdue.place === place;
  overdue.still = stands && overdue.far > 0 ? overdue.still + 1 : 0;
  overdue.place = place;
  // It may stand still, or get no updates: an object that left the view during a disconnection stays in the decoder.
  if (overdue.still > GHOST_PATCHES) return `the ghost of seat %, ${Math.round(Math.hypot(dx, dy))} away`;
  if (overdue.far >= MOST_PATCHES && !stands) return `where seat % is, ${Math.round(Math.hypot(dx, dy))} away`;
  return overdue.dead >= MOST_DEAD_PATCHES ? 'where seat % lies dead, and will come back' : '';
}

function ownFieldOf(body: Body): string {
  for (const field of OWN_FIELDS) if (body[field] > 0) return `what only another needs: ${field} ${body[field]}`;
  return '';
}

/** Clients have no bodies of fighters out of their view. */
function bodyOf(fighter: Fighter): Body | undefined {
  return fighter.body;
}

function isBody(ref: object): ref is Body {
  return kindOf(ref) === 'body';
}

function isBullet(ref: object): ref is Bullet {
  return kindOf(ref) === 'bullet';
}

function isFighter(ref: object): ref is Fighter {
  return kindOf(ref) === 'fighter';
}

function kindOf(ref: object): Kind {
  const { constructor } = ref;
  let kind = KINDS.get(constructor);
  if (kind === undefined) {
    kind = 'dashing' in ref ? 'body' : 'born' in ref ? 'bullet' : 'deaths' in ref ? 'fighter' : 'other';
    KINDS.set(constructor, kind);
  }
  return kind;
}
