/** Power-ups: they lie on their pads now and then, and whoever comes near takes them. */
import { PADS } from './constants.ts';
import type { ArenaMap } from './map.ts';
import type { ArenaRoom } from './spec.ts';
import { Pad, type Body } from './state.ts';
import { sleepUntil } from './times.ts';
import type { CombatEvents } from './combat-events.ts';

/** What collecting needs of the world. */
interface PadField {
  readonly room: ArenaRoom;
  readonly map: ArenaMap;
  readonly pads: readonly Pad[];
  readonly bodies: readonly Body[];
  readonly events: CombatEvents;
}

/** Puts the pads of a map out; it takes a while until something lies on them. */
export function placePads(room: ArenaRoom, map: ArenaMap): void {
  const { pads } = room.state;
  pads.clear();
  for (const { kind } of map.pads) {
    pads.push(new Pad().assign({ kind, ready: false, readyAt: room.now + PADS[kind].againMs / 2 }));
  }
}

/** Brings back, for as long as the map is played, what was taken from a pad. */
export async function runPad(room: ArenaRoom, pad: Pad): Promise<void> {
  for (;;) {
    await room.until(() => !pad.ready);
    await sleepUntil(room, pad.readyAt);
    pad.ready = true;
  }
}

/** Gives what lies on pads to those who are there. */
export function collectPads(field: PadField): void {
  const { bodies, map, pads } = field;
  for (let seat = 0; seat < bodies.length; seat += 1) {
    const body = bodies[seat]!;
    // They are read once: the state's own fields are slow to read.
    const { x, y } = body;
    for (let index = 0; index < pads.length; index += 1) {
      const { x: atX, y: atY } = map.pads[index]!;
      if (Math.abs(x - atX) < PADS.reach && Math.abs(y - atY) < PADS.reach) collect(field, seat, index);
    }
  }
}

/** Whoever comes near a pad takes what lies there, where it is of use. */
function collect({ room, pads, bodies, events }: PadField, seat: number, index: number): void {
  const [pad, body] = [pads[index]!, bodies[seat]!];
  if (!pad.ready || body.health === 0 || !wants(body, pad)) return;
  if (pad.kind === 'shield') body.shield = PADS.shield.strength;
  else boost(body);
  pad.ready = false;
  pad.readyAt = room.now + PADS[pad.kind].againMs;
  events.taken(seat, index);
}

/** It begins some steps later, so that a client knows of it before it does; one that has begun goes on. */
function boost(body: Body): void {
  const { delaySteps, steps } = PADS.boost;
  const begins = body.steps + delaySteps;
  if (body.boostEnds < begins) body.boostBegins = begins;
  body.boostEnds = begins + steps;
}

function wants(body: Body, { kind }: Pad): boolean {
  return kind === 'boost' || body.shield < PADS.shield.strength;
}
