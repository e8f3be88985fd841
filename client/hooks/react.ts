/** Hooks for tables in React. */
import { useEffect, useRef, useState } from 'react';
import { tableHooks } from './hooks.ts';

export const { useTable, useCountdown, useRoster } = tableHooks({ useEffect, useRef, useState });
