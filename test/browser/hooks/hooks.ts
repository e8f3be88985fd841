/** One table, shown by Preact and by React with the same hooks. */
import { h, render } from 'preact';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import type { TableHooks } from '../../../client/hooks/hooks.ts';
import * as ofPreact from '../../../client/hooks/preact.ts';
import * as ofReact from '../../../client/hooks/react.ts';
import type { Table } from '../../../client/connection/table.ts';
import { HookTable, type hooks } from './hook-table.ts';

declare global {
  interface Window {
    table: HookTable;
    /** How often each library has drawn the table. */
    drawn: Record<string, number>;
  }
}

window.table = new HookTable();
const table: Table<typeof hooks> = window.table;
window.drawn = {};

function textOf(library: string, { useCountdown, useRoster, useTable }: TableHooks): string {
  const { status } = useTable(table);
  const seconds = useCountdown(table, table.state);
  const names = useRoster(table).map(({ seat, name, own }) => `${seat} ${name}${own ? ' (own)' : ''}`);
  window.drawn[library] = (window.drawn[library] ?? 0) + 1;
  return [status, seconds ?? 'none', ...names].join(', ');
}

/** Draws the countdown alone: nothing but the hook makes it draw again. */
function secondsOf({ useCountdown }: TableHooks): string {
  return String(useCountdown(table, table.state));
}

const [inPreact, inReact] = ['preact', 'react'].map((id) => document.getElementById(id));
if (!inPreact || !inReact) throw new Error('nothing to draw in');
const PreactText = () => h('span', { class: 'all' }, textOf('preact', ofPreact));
const PreactSeconds = () => h('span', { class: 'seconds' }, secondsOf(ofPreact));
render(h('b', {}, h(PreactText, {}), h(PreactSeconds, {})), inPreact);
const ReactText = () => createElement('span', { className: 'all' }, textOf('react', ofReact));
const ReactSeconds = () => createElement('span', { className: 'seconds' }, secondsOf(ofReact));
createRoot(inReact).render(createElement('b', {}, createElement(ReactText), createElement(ReactSeconds)));
