/** `greenroom`: what the code of a game imports. Pure: it runs in Node and in the browser. */
export { schema, t } from '@colyseus/schema';
export { z } from 'zod';
export * from '../shared/runtime/index.ts';
