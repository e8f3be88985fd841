/** `greenroom build`: builds the pages into `dist/client`, which `greenroom start` serves. */
import { build } from 'vite';
import { viteConfig } from '../server/dev/vite-config.ts';
import { errorText } from '../shared/command-errors.ts';

try {
  await build(viteConfig());
} catch (error) {
  console.error(errorText(error));
  process.exitCode = 1;
}
