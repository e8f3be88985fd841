/** Tables over the network, for pages. */
import { MatchMakeError, type Room as ColyseusRoom } from '@colyseus/sdk';
import { CLOSE } from '../../shared/wire.ts';
import { JoinFailure, type Connection, type Departure, type JoinProblem, type Tables } from './connection.ts';
import { fateOf } from './fate.ts';
import { NetworkConnection, type Place } from './network-connection.ts';
import { PageClient } from './page-client.ts';
import { departureNotice, sentence } from './problems.ts';
import { forgetSeat, recallSeat } from './seat-memory.ts';
import { withoutStorage } from '../storage.ts';

/** The tables of the server at `address`, such as `https://play.example`, or `https://play.example/games` where it has a base path. */
export function networkTables(address: string): Tables {
  const sdk = withoutStorage(() => new PageClient(address));
  const seated = async (join: () => Promise<ColyseusRoom>, place: Omit<Place, 'address'>): Promise<Connection> =>
    NetworkConnection.open(await joined(join), { address, ...place });
  return {
    playNow: (game, options) => untilSeated(() => seated(() => sdk.joinOrCreate(game, options), { watches: false })),
    create: (game, options) => seated(() => sdk.create(game, options), { watches: false }),
    join: (code, options) => seated(() => sdk.joinById(code, options), { watches: options.spectate }),
    async returnTo(code) {
      const seat = await recallSeat(code);
      if (!seat) return undefined;
      try {
        return await seated(() => sdk.reconnect(seat.token), { watches: false, match: seat.match });
      } catch (error) {
        if (!(error instanceof JoinFailure) || error.problem === 'unreachable') throw error;
        forgetSeat(code, seat.token);
        throw isSeatGone(error) ? seatGone(await fateOf(address, seat.match), seat.match) : error;
      }
    },
  };
}

/** Two may be brought to the last seat of a table at the same moment: one of them is brought to another table. */
async function untilSeated(play: () => Promise<Connection>): Promise<Connection> {
  for (let triesLeft = PLAY_TRIES - 1; ; triesLeft--) {
    try {
      return await play();
    } catch (error) {
      if (triesLeft === 0 || !(error instanceof JoinFailure) || error.problem !== 'full') throw error;
    }
  }
}

async function joined(join: () => Promise<ColyseusRoom>): Promise<ColyseusRoom> {
  try {
    return await join();
  } catch (error) {
    throw joinFailure(error);
  }
}

/** The server knows no such room, or no such seat. */
function isSeatGone({ problem }: JoinFailure): boolean {
  return problem === 'not-found' || problem === 'lost';
}

const ENDED: ReadonlySet<Departure['why']> = new Set(['over', 'failed', 'voided']);

function seatGone(departure: Departure, match: string | undefined): JoinFailure {
  return new JoinFailure(departure.why, departureNotice(departure).text, ENDED.has(departure.why) ? match : undefined);
}

function joinFailure(error: unknown): JoinFailure {
  if (error instanceof JoinFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof MatchMakeError ? error.code : undefined;
  if (code === CLOSE.voided) return new JoinFailure('voided', message);
  if (code === CLOSE.elsewhere) return new JoinFailure('elsewhere', departureNotice({ why: 'elsewhere' }).text);
  if (code !== undefined && LATER.has(code)) return new JoinFailure('busy', sentence(message));
  const known = error instanceof MatchMakeError ? DOORS.find(({ says }) => says.test(message)) : SILENCE;
  return known ? new JoinFailure(known.problem, known.text) : new JoinFailure('refused', message);
}

/** Statuses with which a server says that one may try again later: its words are for players. */
const LATER: ReadonlySet<number> = new Set([429, 503]);
const PLAY_TRIES = 3;

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
  { says: /token|seat/, problem: 'lost', text: 'The table does not keep your seat any more.' },
];
