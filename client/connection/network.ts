/** Tables over the network, for pages. */
import { ColyseusSDK, MatchMakeError, type Room as ColyseusRoom } from '@colyseus/sdk';
import { JoinFailure, type Connection, type JoinProblem, type Tables } from './connection.ts';
import { NetworkConnection } from './network-connection.ts';
import { forgetSeat, recallSeat } from './seat-memory.ts';

/** The tables of the server at `address`, such as `https://play.example`, or `https://play.example/games` where it has a base path. */
export function networkTables(address: string): Tables {
  const sdk = new ColyseusSDK(address);
  return {
    playNow: (game, options) => seated(() => sdk.joinOrCreate(game, options)),
    create: (game, options) => seated(() => sdk.create(game, options)),
    join: (code, options) => seated(() => sdk.joinById(code, options)),
    async returnTo(code) {
      const seat = await recallSeat(code);
      if (!seat) return undefined;
      try {
        return await seated(() => sdk.reconnect(seat.token));
      } catch (error) {
        if (!(error instanceof JoinFailure && error.problem === 'unreachable')) forgetSeat(code, seat.token);
        throw error;
      }
    },
  };
}

async function seated(join: () => Promise<ColyseusRoom>): Promise<Connection> {
  let room: ColyseusRoom;
  try {
    room = await join();
  } catch (error) {
    throw joinFailure(error);
  }
  return NetworkConnection.open(room);
}

function joinFailure(error: unknown): JoinFailure {
  if (error instanceof JoinFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  const known = error instanceof MatchMakeError ? DOORS.find(({ says }) => says.test(message)) : SILENCE;
  return known ? new JoinFailure(known.problem, known.text) : new JoinFailure('refused', message);
}

interface Door {
  says: RegExp;
  problem: JoinProblem;
  text: string;
}

/** What browsers say when a request got no answer. */
const SILENCE: Door = {
  says: /failed to fetch|networkerror|load failed/i,
  problem: 'unreachable',
  text: 'The house does not answer. Check your connection.',
};

/** What a closed door says, and what that means. */
const DOORS: readonly Door[] = [
  SILENCE,
  { says: /not found|disposed|is over|has closed/, problem: 'not-found', text: 'There is no such table any more.' },
  {
    says: /room-closed/,
    problem: 'full',
    text: 'The match has begun: nobody new may sit down before it ends.',
  },
  { says: /too many watch/, problem: 'refused', text: 'Too many people watch this table already.' },
  { says: /full|locked/, problem: 'full', text: 'Every seat at this table is taken.' },
  { says: /token/, problem: 'seat-gone', text: 'You were away for longer than the table waits.' },
];
