/** The matchmaker of a browser page: joins tables on the server through the Colyseus SDK. */
import { MatchMakeError, type Room as ColyseusRoom } from '@colyseus/sdk';
import type { GameSpec } from '../../../shared/runtime/index.ts';
import { CLOSE } from '../../../shared/wire.ts';
import { JoinFailure, type Departure, type JoinProblem } from '../connection.ts';
import type { Matchmaker } from '../matchmaker.ts';
import type { Table } from '../table.ts';
import { fetchDeparture } from './fetch-departure.ts';
import { NetworkConnection, type ConnectionTarget } from './network-connection.ts';
import { PageClient } from './page-client.ts';
import { explainDeparture, sentence } from '../problems.ts';
import { forgetSeat, recallSeat } from '../seat-memory.ts';
import { withoutStorage } from '../../storage.ts';

/** @param address the server's, with its base path, such as `https://play.example/games` */
export function networkMatchmaker(address: string): Matchmaker {
  const sdk = withoutStorage(() => new PageClient(address));
  const seated = async <G extends GameSpec>(
    join: () => Promise<ColyseusRoom>,
    target: Omit<ConnectionTarget, 'address'>,
  ): Promise<Table<G>> => NetworkConnection.open<G>(await joined(join), { address, ...target });
  return {
    playNow: <G extends GameSpec>(game: string, options: object) =>
      retryWhileFull(() => seated<G>(() => sdk.joinOrCreate(game, options), { spectates: false })),
    create: <G extends GameSpec>(game: string, options: object) =>
      seated<G>(() => sdk.create(game, options), { spectates: false }),
    join: <G extends GameSpec>(code: string, options: { readonly spectate: boolean }) =>
      seated<G>(() => sdk.joinById(code, options), { spectates: options.spectate }),
    async returnTo<G extends GameSpec>(code: string) {
      const seat = await recallSeat(code);
      if (!seat) return undefined;
      try {
        return await seated<G>(() => sdk.reconnect(seat.token), { spectates: false, match: seat.match });
      } catch (error) {
        if (!(error instanceof JoinFailure) || error.problem === 'unreachable') throw error;
        forgetSeat(code, seat.token);
        throw isSeatGone(error) ? seatGone(await fetchDeparture(address, seat.match), seat.match) : error;
      }
    },
  };
}

/** Two clients may be sent to the last seat of a table at the same moment: the one who finds it full is sent to another table. */
async function retryWhileFull<T>(play: () => Promise<T>): Promise<T> {
  for (let retriesLeft = PLAY_NOW_TRIES - 1; ; retriesLeft--) {
    try {
      return await play();
    } catch (error) {
      if (retriesLeft === 0 || !(error instanceof JoinFailure) || error.problem !== 'full') throw error;
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

/** The server does not know the room or the seat. */
function isSeatGone({ problem }: JoinFailure): boolean {
  return problem === 'not-found' || problem === 'lost';
}

const ENDED: ReadonlySet<Departure['why']> = new Set(['over', 'failed', 'voided']);

function seatGone(departure: Departure, match: string | undefined): JoinFailure {
  return new JoinFailure(departure.why, explainDeparture(departure).text, ENDED.has(departure.why) ? match : undefined);
}

function joinFailure(error: unknown): JoinFailure {
  if (error instanceof JoinFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof MatchMakeError ? error.code : undefined;
  if (code === CLOSE.voided) return new JoinFailure('voided', message);
  if (code === CLOSE.elsewhere) return new JoinFailure('elsewhere', explainDeparture({ why: 'elsewhere' }).text);
  if (code !== undefined && TRY_LATER.has(code)) return new JoinFailure('busy', sentence(message));
  const known =
    error instanceof MatchMakeError ? KNOWN_ERRORS.find(({ pattern: says }) => says.test(message)) : NO_ANSWER;
  return known ? new JoinFailure(known.problem, known.text) : new JoinFailure('refused', message);
}

/** HTTP statuses for `busy`. The server's message is written for players. */
const TRY_LATER: ReadonlySet<number> = new Set([429, 503]);
const PLAY_NOW_TRIES = 3;

interface KnownError {
  pattern: RegExp;
  problem: JoinProblem;
  text: string;
}

/** The errors of `fetch()` when no answer comes, of browsers and of Node. */
const NO_ANSWER: KnownError = {
  pattern: /failed to fetch|networkerror|load failed|fetch failed/i,
  problem: 'unreachable',
  text: 'The server does not answer. Check your connection.',
};

/** The server's error messages, by pattern. */
const KNOWN_ERRORS: readonly KnownError[] = [
  NO_ANSWER,
  { pattern: /not found|disposed|is over|has closed/, problem: 'not-found', text: 'This table no longer exists.' },
  {
    pattern: /room-closed/,
    problem: 'full',
    text: 'The match has begun. New players can join when it ends.',
  },
  { pattern: /too many watch/, problem: 'refused', text: 'This table has too many spectators already.' },
  { pattern: /full|locked/, problem: 'full', text: 'Every seat at this table is taken.' },
  { pattern: /token|seat/, problem: 'lost', text: 'The table no longer holds your seat.' },
];
