/** Loaded into a server before its own code (`--expose-gc --import`): collects garbage at SIGUSR2. */
process.on('SIGUSR2', () => globalThis.gc?.());
