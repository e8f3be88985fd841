/** Loaded into a server before its own code (`--expose-gc --import`): collects garbage whenever it is told to. */
process.on('SIGUSR2', () => globalThis.gc?.());
