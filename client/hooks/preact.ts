/** Hooks for tables in Preact. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { tableHooks } from './hooks.ts';

export const { useTable, useCountdown, useRoster } = tableHooks({ useEffect, useRef, useState });
