/** Pads with power-ups: a fighter collects one by coming near, and it reappears after a while. */
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

/** Replaces the state's pads with those of a map. Their power-ups appear after half of the usual time. */
export function placePads(room: ArenaRoom, map: ArenaMap): void {
  const { pads } = room.state;
  pads.clear();
  for (const { kind } of map.pads) {
    pads.push(new Pad().assign({ kind, ready: false, readyAt: room.now + PADS[kind].againMs / 2 }));
  }
}

/** Makes a pad's power-up reappear each time after it was collected, for as long as the map is played. */
export async function runPad(room: ArenaRoom, pad: Pad): Promise<void> {
  for (;;) {
    await room.until(() => !pad.ready);
    await sleepUntil(room, pad.readyAt);
    pad.ready = true;
  }
}

/** Lets fighters collect the power-ups within their reach. */
export function collectPads(field: PadField): void {
  const { bodies, map, pads } = field;
  for (let seat = 0; seat < bodies.length; seat += 1) {
    const body = bodies[seat]!;
    // Read once: fields of the state are slow to read.
    const { x, y } = body;
    for (let index = 0; index < pads.length; index += 1) {
      const { x: atX, y: atY } = map.pads[index]!;
      if (Math.abs(x - atX) < PADS.reach && Math.abs(y - atY) < PADS.reach) collect(field, seat, index);
    }
  }
}

/** A power-up that the fighter cannot use stays where it is. */
function collect({ room, pads, bodies, events }: PadField, seat: number, index: number): void {
  const [pad, body] = [pads[index]!, bodies[seat]!];
  if (!pad.ready || body.health === 0 || !wants(body, pad)) return;
  if (pad.kind === 'shield') body.shield = PADS.shield.strength;
  else boost(body);
  pad.ready = false;
  pad.readyAt = room.now + PADS[pad.kind].againMs;
  events.taken(seat, index);
}

/** Starts some steps later, so that the client knows of it before it does; a running boost is extended. */
function boost(body: Body): void {
  const { delaySteps, steps } = PADS.boost;
  const begins = body.steps + delaySteps;
  if (body.boostEnds < begins) body.boostBegins = begins;
  body.boostEnds = begins + steps;
}

function wants(body: Body, { kind }: Pad): boolean {
  return kind === 'boost' || body.shield < PADS.shield.strength;
}
