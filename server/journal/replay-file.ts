/** Replay files, deflated by Node. */
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { decodeReplay, encodeReplay, type Recording } from '../../shared/runtime/host.ts';

const squeeze = promisify(deflateRaw);
const stretch = promisify(inflateRaw);

export function packReplay(recording: Recording): Promise<Uint8Array> {
  return encodeReplay(recording, (bytes) => squeeze(bytes, { level: 9 }));
}

/** @throws ReplayProblem */
export function unpackReplay(file: Uint8Array): Promise<Recording> {
  return decodeReplay(file, (bytes, maxOutputLength) => stretch(bytes, { maxOutputLength }));
}
