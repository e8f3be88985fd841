/** What a server in development shows to operators, and to whom. */
import { expect, it } from 'vitest';
import { whoCanOpen } from '../../../server/dev/who-can-open.ts';
import { openTestServer } from '../../support/test-server.ts';

const PANELS = ['/debug/rooms', '/monitor/', '/playground/'];

it.each([
  ['they are open when only this machine can open the server', {}, 200],
  ['they are closed when others can open the server', { HOST: '0.0.0.0' }, 404],
  ['they are closed when the server is opened by another name', { ALLOWED_HOSTS: 'dev.example' }, 404],
  ['they require the password when there is one', { HOST: '0.0.0.0', OPERATOR_PASSWORD: 'correct horse' }, 401],
])('pages for operators in development: %s', async (_, environment, status) => {
  const { get } = await openTestServer(
    {},
    { OPERATOR_PASSWORD: '', NODE_ENV: 'development', HOST: '', ...environment },
  );
  for (const path of PANELS) expect({ path, status: (await get(path)).status }).toEqual({ path, status });
});

it('a server that listens everywhere is opened by its address', async () => {
  const { get } = await openTestServer({}, { NODE_ENV: 'development', HOST: '0.0.0.0' });
  expect((await get('/main.tsx')).status).toBe(200);
});

it('a developer is informed who can open the server', () => {
  expect(whoCanOpen({ host: '127.0.0.1', operatorPassword: undefined })).toContain('HOST=0.0.0.0 npm run dev');
  expect(whoCanOpen({ host: '0.0.0.0', operatorPassword: undefined })).toMatch(
    /everybody.*closed until OPERATOR_PASSWORD/i,
  );
  expect(whoCanOpen({ host: '192.0.2.7', operatorPassword: 'correct horse' })).toMatch(/everybody.*want the password/i);
});
