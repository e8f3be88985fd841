import { expect, it } from 'vitest';
import { openHouse } from './house.ts';

it('the client’s scripts are compressed for browsers that can read that', async () => {
  const { get } = await openHouse();
  const page = await (await get('/')).text();
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? 'none';
  const packed = await get(script, { headers: { 'accept-encoding': 'br' } });
  const plain = await get(script, { headers: { 'accept-encoding': 'identity' } });
  expect(packed.headers.get('content-encoding')).toBe('br');
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(await packed.text()).toBe(await plain.text());
});
