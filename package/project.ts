/**
 * The app of the project: what `greenroom.config.ts` of the current folder exports. In pages the build puts that file in place
 * of this one.
 */
import { pathToFileURL } from 'node:url';
import type { App, GameEntry } from './app.ts';

const CONFIG = 'greenroom.config.ts';

const config: { app?: App<GameEntry> } = await import(/* @vite-ignore */ pathToFileURL(CONFIG).href);
if (config.app === undefined)
  throw new Error(`${CONFIG} exports no "app": write "export const app = defineApp({ … })"`);

export const app: App<GameEntry> = config.app;
