/** The build of the pages, where Vite is called by itself. */
import { viteConfig } from './server/dev/vite-config.ts';

export default viteConfig();
