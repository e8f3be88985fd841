/** Makes Zod check without code that it writes itself, which the page's Content-Security-Policy forbids. It has to run before any schema is made. */
import { config } from 'zod/v4/core';

config({ jitless: true });
