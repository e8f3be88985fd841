/** Hooks for tables, for any library with React's hooks. */
import type { GameSpec, StateOf } from '../../shared/runtime/index.ts';
import type { AnyTable, Table, TableDeadline } from '../connection/table.ts';

/** The hooks of a library that these are made of. */
export interface HookLibrary {
  useEffect(effect: () => void | (() => void), inputs: readonly unknown[]): void;
  useRef<T>(initial: T): { current: T };
  useState<T>(initial: T): readonly [T, (next: T | ((before: T) => T)) => void];
}

/** What tells its changes. Every table is one. */
export interface Changing {
  subscribe(listener: () => void): () => void;
}

/** The fields of a seat in the state that a roster shows. Those that a game lacks are left out. */
export interface RosterFieldsShown {
  /** The player's id; '' for an empty seat. */
  readonly player: string;
  readonly name: string;
  readonly bot?: boolean;
  readonly connected?: boolean;
  readonly wins?: number;
}

/** A player of the table. */
export interface RosterEntry {
  /** The seat's number, from 0. */
  readonly seat: number;
  readonly player: string;
  readonly name: string;
  readonly bot: boolean;
  readonly connected: boolean;
  /** Matches won at this table. */
  readonly wins: number;
  /** It is this page's own player. */
  readonly own: boolean;
}

type SeatsOf<G extends GameSpec> = (state: StateOf<G>) => Iterable<RosterFieldsShown>;

/** What tells the time left until a deadline. Every table is one. */
export type Counting = Changing & Pick<AnyTable, 'held' | 'msLeft'>;

/** The hooks, as `tableHooks` makes them. */
export interface TableHooks {
  /** Renders the component again after every change of the table. Gives the table. */
  useTable<T extends Changing>(table: T): T;
  /**
   * The whole seconds left until a deadline, rounded up; undefined without one. Renders again as they pass, and when the deadline changes. It
   * stands still while the match clock is held.
   *
   * @example
   * const seconds = useCountdown(table, table.state);
   */
  useCountdown(table: Counting, deadline: TableDeadline | undefined): number | undefined;
  /**
   * Who sits at the table, in the order of the seats, without empty ones: plain values, and the same array while nothing changes.
   *
   * @param seats where the state has them; `state.seats` unless given
   * @example
   * const players = useRoster(table);
   * const fighters = useRoster(table, (state) => state.fighters);
   */
  useRoster<G extends GameSpec>(
    table: Table<G>,
    ...seats: StateOf<G> extends { readonly seats: Iterable<RosterFieldsShown> }
      ? [seats?: SeatsOf<G>]
      : [seats: SeatsOf<G>]
  ): readonly RosterEntry[];
}

/**
 * Makes the hooks of a library.
 *
 * @example
 * import { useEffect, useRef, useState } from 'preact/hooks';
 * export const { useTable, useCountdown, useRoster } = tableHooks({ useEffect, useRef, useState });
 */
export function tableHooks({ useEffect, useRef, useState }: HookLibrary): TableHooks {
  function useTable<T extends Changing>(table: T): T {
    const [, setChanges] = useState(0);
    useEffect(() => {
      const changed = (): void => setChanges((count) => count + 1);
      // Covers a change between the first render and this effect.
      changed();
      return table.subscribe(changed);
    }, [table]);
    return table;
  }

  function useCountdown(table: Counting, deadline: TableDeadline | undefined): number | undefined {
    const latest = useRef(deadline);
    latest.current = deadline;
    const [, setShown] = useState<number | undefined>(undefined);
    useEffect(() => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const look = (): void => {
        clearTimeout(timer);
        const leftMs = msLeftOf(table, latest.current);
        setShown(secondsOf(leftMs));
        if (leftMs > 0 && leftMs < Infinity && !table.held) timer = setTimeout(look, (leftMs % 1_000) + TIMER_EARLY_MS);
      };
      look();
      const stop = table.subscribe(look);
      return () => {
        clearTimeout(timer);
        stop();
      };
    }, [table, typeof deadline === 'object' ? deadline.deadline : deadline]);
    return secondsOf(msLeftOf(table, deadline));
  }

  function useRoster<G extends GameSpec>(
    table: Table<G>,
    seats: SeatsOf<G> = (state) => (hasSeats(state) ? state.seats : []),
  ): readonly RosterEntry[] {
    const known = useRef<readonly RosterEntry[]>([]);
    const read = useRef(seats);
    read.current = seats;
    const [, setShown] = useState(known.current);
    const look = (): readonly RosterEntry[] => {
      const entries = table.hasState ? rosterOf(read.current(table.state), table.player) : [];
      if (!isSame(entries, known.current)) known.current = entries;
      return known.current;
    };
    useEffect(() => {
      setShown(look());
      return table.subscribe(() => setShown(look()));
    }, [table]);
    return look();
  }

  return { useTable, useCountdown, useRoster };
}

/** Timers may fire a little early: then the second has not passed yet. */
const TIMER_EARLY_MS = 15;

function msLeftOf(table: Counting, deadline: TableDeadline | undefined): number {
  return deadline === undefined ? Infinity : table.msLeft(deadline);
}

function secondsOf(leftMs: number): number | undefined {
  return leftMs === Infinity ? undefined : Math.ceil(leftMs / 1_000);
}

function hasSeats(state: object): state is { readonly seats: Iterable<RosterFieldsShown> } {
  return 'seats' in state;
}

function rosterOf(seats: Iterable<RosterFieldsShown>, own: string): RosterEntry[] {
  return Array.from(seats).flatMap(({ player, name, bot = false, connected = true, wins = 0 }, seat) =>
    player === '' ? [] : [{ seat, player, name, bot, connected, wins, own: player === own }],
  );
}

function isSame(entries: readonly RosterEntry[], known: readonly RosterEntry[]): boolean {
  return JSON.stringify(entries) === JSON.stringify(known);
}
