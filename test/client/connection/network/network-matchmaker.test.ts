import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { networkMatchmaker } from '../../../../client/connection/network/network-matchmaker.ts';

const asked = vi.fn<typeof fetch>();
const matchmaker = networkMatchmaker('http://greenroom.example');

beforeEach(() => {
  asked.mockReset();
  vi.stubGlobal('fetch', asked);
});
afterEach(() => void vi.unstubAllGlobals());

/** A server that refuses every join. */
function refuse(status: number, error: string): void {
  asked.mockImplementation(() => Promise.resolve(Response.json({ code: status, error }, { status })));
}

it.each([
  [
    429,
    'your network has opened too many tables: wait a minute',
    'Your network has opened too many tables: wait a minute.',
  ],
  [503, 'the server is full: try later', 'The server is full: try later.'],
])('a temporary refusal (%i) shows the message of the server', async (status, error, text) => {
  refuse(status, error);
  await expect(matchmaker.create('arena', { name: 'Ann', private: true })).rejects.toMatchObject({
    problem: 'busy',
    message: text,
  });
  expect(asked).toHaveBeenCalledOnce();
});

it('quick play that finds its table full tries another one, three times at most', async () => {
  refuse(525, 'room-full: every seat is taken');
  await expect(matchmaker.playNow('arena', { name: 'Ann' })).rejects.toMatchObject({ problem: 'full' });
  expect(asked).toHaveBeenCalledTimes(3);
});
