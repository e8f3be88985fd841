/** Refusals, departures and join problems in words for players. */
import type { Departure, JoinProblem, SendFailure } from './connection.ts';

/** `illegal` has no text here: the game's own message is shown. */
const REFUSALS: Record<Exclude<SendFailure['code'], 'illegal'>, string> = {
  'not-now': 'Too late: the game has moved on.',
  'not-seated': 'Only players with a seat can do that.',
  'stale-answer': 'That question is closed.',
  'room-full': 'Every seat is taken.',
  'room-closed': 'This table is closed to new players.',
  'queue-full': 'Too fast. Wait a moment.',
  'too-fast': 'Too fast. Wait a moment.',
  'too-large': 'That message is too large.',
  'unknown-type': 'This game does not know that message.',
  'bad-shape': 'The server could not read that message.',
  lost: 'The connection broke before a reply came.',
};

export function refusalText(refused: SendFailure): string {
  return refused.code === 'illegal' ? refused.message : REFUSALS[refused.code];
}

export interface Explanation {
  title: string;
  text: string;
}

const DEPARTURES: Record<Departure['why'], Explanation> = {
  left: { title: 'You left the table', text: 'Your seat is free for other players.' },
  over: { title: 'This table has closed', text: 'The match is over.' },
  failed: {
    title: 'The match ended with an error',
    text: 'Something went wrong on the server and ended this match. Sorry about that.',
  },
  voided: {
    title: 'The match could not continue',
    text: 'The server was updated, and this match could not be carried over. Sorry about that.',
  },
  dismissed: { title: 'You were removed from the table', text: 'Your seat is free for other players.' },
  misbehaved: {
    title: 'You were disconnected',
    text: 'The server closed the connection: it received too much at once, or something that it could not read.',
  },
  elsewhere: { title: 'You are playing in another tab', text: 'Your seat moved there. You can close this tab.' },
  late: {
    title: 'Your seat is gone',
    text: 'You were away for too long. The match goes on without you.',
  },
  gone: { title: 'This table is gone', text: 'The server no longer knows this match.' },
  lost: { title: 'Your seat is gone', text: 'The table no longer holds it.' },
};

export function explainDeparture({ why, reason }: Departure): Explanation {
  const { title, text } = DEPARTURES[why];
  return { title, text: reason && /\s/.test(reason) ? sentence(reason) : text };
}

const JOIN_PROBLEM_TITLES: Record<Exclude<JoinProblem, Departure['why']>, string> = {
  'not-found': 'No such table',
  full: 'No free seat',
  busy: 'Try again later',
  unreachable: 'The server does not answer',
  refused: 'You cannot join this table',
};

export function joinProblemTitle(problem: JoinProblem): string {
  return isDeparture(problem) ? DEPARTURES[problem].title : JOIN_PROBLEM_TITLES[problem];
}

/** Whether a player may take a new seat at the same table after this. */
export function canRejoin(problem: JoinProblem): boolean {
  return problem === 'late' || problem === 'lost';
}

function isDeparture(problem: JoinProblem): problem is Departure['why'] {
  return problem in DEPARTURES;
}

/** Makes a sentence of a server's message: `the server is full` → `The server is full.` */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.');
}
