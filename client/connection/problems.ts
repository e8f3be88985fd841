/** Refusals and closed doors in plain words. */
import type { Departure, JoinProblem, SendFailure } from './connection.ts';

/** What the game itself refuses comes with the game's own words. */
const REFUSALS: Record<Exclude<SendFailure['code'], 'illegal'>, string> = {
  'not-now': 'Too late: the table has moved on.',
  'not-seated': 'Only those who sit at the table can do that.',
  'stale-answer': 'That question is closed.',
  'room-full': 'Every seat is taken.',
  'room-closed': 'This table takes nobody new.',
  'queue-full': 'Slow down a little.',
  'too-fast': 'Slow down a little.',
  'too-large': 'That was too much at once.',
  'unknown-type': 'The table does not know how to do that.',
  'bad-shape': 'The table did not understand that.',
  lost: 'The connection broke before the table answered.',
};

export function refusalText(refused: SendFailure): string {
  return refused.code === 'illegal' ? refused.message : REFUSALS[refused.code];
}

export interface Explanation {
  title: string;
  text: string;
}

const DEPARTURES: Record<Departure['why'], Explanation> = {
  left: { title: 'You have left the table', text: 'Your seat is free for somebody else.' },
  over: { title: 'This table has closed', text: 'Everybody has gone home. There is always another game.' },
  failed: {
    title: 'The table broke down',
    text: 'Something went wrong on our side and ended this match. Sorry about that.',
  },
  voided: {
    title: 'The match could not go on',
    text: 'The server was renewed, and this match could not be carried over. Sorry about that.',
  },
  dismissed: { title: 'You’re up from the table', text: 'Your seat is free for somebody else.' },
  misbehaved: {
    title: 'The table closed the line',
    text: 'The table closed the line: too much at once, or something it could not read.',
  },
  elsewhere: { title: 'You are sitting here in another tab', text: 'Your seat moved there. You can close this one.' },
  late: {
    title: 'Your seat is gone',
    text: 'You were away for longer than the table waits. The match goes on without you.',
  },
  gone: { title: 'This table is gone', text: 'The server does not know this match any more.' },
  lost: { title: 'Your seat is gone', text: 'The table does not keep it any more.' },
};

export function explainDeparture({ why, reason }: Departure): Explanation {
  const { title, text } = DEPARTURES[why];
  return { title, text: reason && /\s/.test(reason) ? sentence(reason) : text };
}

const JOIN_PROBLEM_TITLES: Record<Exclude<JoinProblem, Departure['why']>, string> = {
  'not-found': 'No such table',
  full: 'No free seat',
  busy: 'Not just now',
  unreachable: 'Nobody answers the door',
  refused: 'The table turned you away',
};

export function joinProblemTitle(problem: JoinProblem): string {
  return isDeparture(problem) ? DEPARTURES[problem].title : JOIN_PROBLEM_TITLES[problem];
}

/** Departures after which somebody may sit down at the same table again. */
export function canRejoin(problem: JoinProblem): boolean {
  return problem === 'late' || problem === 'lost';
}

function isDeparture(problem: JoinProblem): problem is Departure['why'] {
  return problem in DEPARTURES;
}

/** What a server says in half a sentence. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.');
}
