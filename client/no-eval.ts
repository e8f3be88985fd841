/** Turns off Zod's generated code, which the page's Content-Security-Policy forbids. To be imported before any schema is made. */
import { config } from 'zod/v4/core';

config({ jitless: true });
