/** Opens new matches, and reopens those that were open when a process ended. */
import { randomBytes } from 'node:crypto';
import { MATCH_ID_BYTES, matchIdText } from '../../shared/match-id.ts';
import { Match, type ValueRule } from '../../shared/runtime/host.ts';
import type { Game } from '../../shared/runtime/index.ts';
import { codeVersion, stateVersion } from '../code-version.ts';
import type { JournalStore, Slot, UnfinishedMatch } from '../journal/store.ts';
import { readCheckpoint, type HostCheckpoint } from './host-checkpoint.ts';

/** A match that its journal has. */
export interface OpenedMatch {
  readonly slot: Slot;
  readonly match: Match;
  /** How often it was recovered. */
  readonly recoveries: number;
  /** Not in the public list, nor open to quick play. */
  readonly private: boolean;
  /** Its last ticks were lost: members who saw them are informed when they return. */
  readonly lost?: boolean;
}

/** A match of an earlier process, at its last checkpoint or at its start. */
export interface ReopenedMatch extends OpenedMatch {
  readonly room: string;
  readonly checkpoint: HostCheckpoint | undefined;
  readonly lastTick: number;
}

/**
 * Opens a match in a room.
 *
 * @throws JournalProblem where the journal cannot take it
 */
export function openMatch(
  journal: JournalStore,
  room: string,
  game: Game,
  options: unknown,
  hidden: boolean,
  values: ValueRule = 'nearest',
): OpenedMatch {
  const { name, tickRate } = game;
  // Room codes are reused, match ids are not.
  const matchId = `${room}-${matchIdText(randomBytes(MATCH_ID_BYTES))}`;
  const seed = randomBytes(16).toString('hex');
  const start = { format: 1, game: name, matchId, seed, options, tickRate, code: codeVersion(name), values } as const;
  const match = new Match(game, start, { trace: true });
  const slot = journal.open({ start, room, private: hidden, reflection: stateVersion(game) });
  return { slot, match, recoveries: 0, private: hidden };
}

/** @throws Error where this version cannot read the checkpoint */
export function reopenMatch(game: Game, unfinished: UnfinishedMatch): ReopenedMatch {
  const { slot, record, lastTick, recoveries, lost } = unfinished;
  const checkpoint = unfinished.checkpoint && readCheckpoint(unfinished.checkpoint.bytes);
  const match = new Match(game, record.start, { trace: true, from: checkpoint?.snapshot });
  return {
    slot,
    match,
    recoveries: recoveries + 1,
    private: record.private,
    lost,
    room: record.room,
    checkpoint,
    lastTick,
  };
}
