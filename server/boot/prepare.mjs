// `node server/boot/prepare.mjs [install] [tools] [client]`: makes ready for a start, and starts nothing.
import process from 'node:process';
import { prepare } from './steps.mjs';

await prepare(process.argv.slice(2));
