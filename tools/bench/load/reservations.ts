/** Reserves seats: the WebSocket addresses of the players of one room. */
/** Asks a Colyseus matchmaker for seats in a new room. */
export async function colyseusSeats(
  origin: string,
  players: number,
  room = 'walk',
  options: object = {},
): Promise<string[]> {
  const first = await matchmake(origin, `create/${room}`, options);
  const others = Array.from({ length: players - 1 }, () => matchmake(origin, `joinById/${first.roomId}`, {}));
  return [first, ...(await Promise.all(others))].map(
    ({ processId, roomId, sessionId }) =>
      `${origin.replace('http', 'ws')}/${processId}/${roomId}?sessionId=${sessionId}`,
  );
}

/** A bare server lets everybody in. */
export async function bareSeats(origin: string, players: number): Promise<string[]> {
  return Array.from({ length: players }, () => origin.replace('http', 'ws'));
}

interface Reservation {
  processId: string;
  roomId: string;
  sessionId: string;
}

async function matchmake(origin: string, path: string, options: object): Promise<Reservation> {
  const response = await fetch(`${origin}/matchmake/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(options),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Reservation;
}
