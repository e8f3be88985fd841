import { dataRules } from './data-rules.ts';
import { MemoryDataBackend } from '../../../shared/runtime/host.ts';

dataRules(() => {
  const backend = new MemoryDataBackend();
  return { open: async () => backend, afterKill: async () => backend };
});
