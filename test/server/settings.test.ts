import { isAbsolute } from 'node:path';
import { expect, it } from 'vitest';
import { readSettings, settingsHelp } from '../../server/settings.ts';

it('everything has a default', () => {
  expect(readSettings({})).toEqual({
    port: 2567,
    host: undefined,
    basePath: '',
    allowedOrigins: [],
    trustedProxies: [],
    playersPerAddress: 256,
    busyShare: 0.65,
    memoryBytes: expect.any(Number),
    dataFolder: expect.toSatisfy(isAbsolute),
    dataMaxBytes: 10_000 * 2 ** 20,
    commitLevel: 'process',
    commitRetryMs: 30_000,
    hangMs: 15_000,
    production: true,
    development: false,
    operatorPassword: undefined,
    reloadPort: undefined,
    allowedHosts: [],
    values: 'nearest',
    logLevel: 'info',
  });
});

it('an empty variable is one that is not set', () => {
  expect(
    readSettings({ PORT: '', HOST: '', BASE_PATH: '', DATA_DIR: '', COMMIT_LEVEL: '', OPERATOR_PASSWORD: '' }),
  ).toEqual(readSettings({}));
});

it('settings come from the environment', () => {
  const environment = {
    PORT: '8080',
    HOST: '127.0.0.1',
    BASE_PATH: '/games/greenroom/',
    ALLOWED_ORIGINS: 'https://portal.example, null',
    TRUSTED_PROXIES: 'loopback, 10.0.0.0/8',
    PLAYERS_PER_ADDRESS: '30',
    MAX_LOAD_PERCENT: '50',
    MEMORY_MB: '512',
    NODE_ENV: 'development',
    DATA_DIR: '/var/greenroom',
    DATA_MAX_MB: '500',
    COMMIT_LEVEL: 'disk',
    COMMIT_RETRY_SECONDS: '5',
    OPERATOR_PASSWORD: 'correct horse',
    ALLOWED_HOSTS: 'My-Laptop.local, dev.example',
    LOG_LEVEL: 'debug',
  };
  expect(readSettings(environment)).toEqual({
    port: 8080,
    host: '127.0.0.1',
    basePath: '/games/greenroom',
    allowedOrigins: ['https://portal.example', 'null'],
    trustedProxies: ['loopback', '10.0.0.0/8'],
    playersPerAddress: 30,
    busyShare: 0.5,
    memoryBytes: 536_870_912,
    dataFolder: '/var/greenroom',
    dataMaxBytes: 500 * 2 ** 20,
    commitLevel: 'disk',
    commitRetryMs: 5_000,
    hangMs: Infinity,
    production: false,
    development: true,
    operatorPassword: 'correct horse',
    reloadPort: undefined,
    allowedHosts: ['my-laptop.local', 'dev.example'],
    values: 'strict',
    logLevel: 'debug',
  });
});

it('in development the server listens for this machine alone, unless it is said otherwise', () => {
  expect(readSettings({ NODE_ENV: 'development' }).host).toBe('127.0.0.1');
  expect(readSettings({ NODE_ENV: 'development', HOST: '0.0.0.0' }).host).toBe('0.0.0.0');
  expect(readSettings({ NODE_ENV: 'production' }).host).toBeUndefined();
});

it('a script may block all rooms for as long as it likes where nothing is to end the process for it', () => {
  expect(readSettings({ HANG_SECONDS: '0' }).hangMs).toBe(Infinity);
  expect(readSettings({ HANG_SECONDS: '60' }).hangMs).toBe(60_000);
});

it.each([
  [{ PORT: '70000' }, 'PORT is a number from 0 to 65535 (it is "70000")'],
  [{ PORT: '-1' }, 'PORT is a number from 0 to 65535 (it is "-1")'],
  [{ PORT: '80.5' }, 'PORT is a number from 0 to 65535 (it is "80.5")'],
  [{ BASE_PATH: 'games' }, /^BASE_PATH is a path such as \/games\/greenroom, .* \(it is "games"\)$/],
  [{ BASE_PATH: '/games//greenroom' }, /^BASE_PATH is a path such as/],
  [{ BASE_PATH: '/games/../greenroom' }, /^BASE_PATH is a path such as/],
  [{ BASE_PATH: '/games?x' }, /^BASE_PATH is a path such as/],
  [{ BASE_PATH: '/g"><script>' }, /^BASE_PATH is a path such as/],
  [{ BASE_PATH: 'https://play.example/games' }, /^BASE_PATH is a path such as/],
  [
    { BASE_PATH: '/api/games' },
    'BASE_PATH begins with a word other than "api", which the server\'s own addresses have',
  ],
  [{ BASE_PATH: '/t' }, 'BASE_PATH begins with a word other than "t"'],
  [{ ALLOWED_ORIGINS: '*' }, /^ALLOWED_ORIGINS is a list of origins such as https:/],
  [{ ALLOWED_ORIGINS: 'portal.example' }, /^ALLOWED_ORIGINS is a list of origins/],
  [{ ALLOWED_ORIGINS: 'https://portal.example/' }, /^ALLOWED_ORIGINS is a list of origins/],
  [{ ALLOWED_ORIGINS: 'https://portal.example:443' }, /^ALLOWED_ORIGINS is a list of origins/],
  [{ ALLOWED_ORIGINS: 'https://a.example;script-src' }, /^ALLOWED_ORIGINS is a list of origins/],
  [{ ALLOWED_ORIGINS: 'null,file://' }, /^ALLOWED_ORIGINS is a list of origins/],
  [{ TRUSTED_PROXIES: 'proxy' }, /^TRUSTED_PROXIES is a list of addresses/],
  [{ PLAYERS_PER_ADDRESS: '0' }, 'PLAYERS_PER_ADDRESS is a whole number from 1 (it is "0")'],
  [{ MAX_LOAD_PERCENT: '100' }, 'MAX_LOAD_PERCENT is a percentage from 1 to 99, or 0 for no such bound (it is "100")'],
  [{ MEMORY_MB: '2 GB' }, 'MEMORY_MB is a whole number from 10 (it is "2 GB")'],
  [{ HANG_SECONDS: 'soon' }, 'HANG_SECONDS is a whole number of seconds, or 0 for never (it is "soon")'],
  [{ DATA_MAX_MB: '50' }, 'DATA_MAX_MB is a whole number from 100 (it is "50")'],
  [{ COMMIT_LEVEL: 'paper' }, 'COMMIT_LEVEL is "process" or "disk" (it is "paper")'],
  [{ COMMIT_RETRY_SECONDS: '-1' }, 'COMMIT_RETRY_SECONDS is a number of seconds from 0 to 9999 (it is "-1")'],
  [{ COMMIT_RETRY_SECONDS: '1.5' }, 'COMMIT_RETRY_SECONDS is a number of seconds from 0 to 9999 (it is "1.5")'],
  [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL .* \(it is "loud"\)$/],
  [{ ALLOWED_HOSTS: 'http://a.example' }, /^ALLOWED_HOSTS is a list of names such as my-laptop\.local/],
  [{ OPERATOR_PASSWORD: 'secret' }, 'OPERATOR_PASSWORD has at least 8 characters (it is hidden)'],
])('%o is refused in one line', (environment, message) => {
  expect(() => readSettings(environment)).toThrow(message);
});

it('while developing and in tests a process that is busy refuses nothing for that; memory is bounded everywhere', () => {
  for (const NODE_ENV of ['development', 'test']) expect(readSettings({ NODE_ENV }).busyShare).toBe(Infinity);
  expect(readSettings({ MAX_LOAD_PERCENT: '0' }).busyShare).toBe(Infinity);
  expect(readSettings({}).memoryBytes).toBeLessThanOrEqual(2_048 * 1_048_576);
});

it('the help has a line for every setting', () => {
  const names = settingsHelp()
    .split('\n')
    .map((line) => line.trim().split(' ')[0]);
  expect(names).toEqual([
    'PORT',
    'HOST',
    'BASE_PATH',
    'ALLOWED_ORIGINS',
    'TRUSTED_PROXIES',
    'PLAYERS_PER_ADDRESS',
    'MAX_LOAD_PERCENT',
    'MEMORY_MB',
    'NODE_ENV',
    'DATA_DIR',
    'DATA_MAX_MB',
    'COMMIT_LEVEL',
    'COMMIT_RETRY_SECONDS',
    'HANG_SECONDS',
    'OPERATOR_PASSWORD',
    'RELOAD_PORT',
    'ALLOWED_HOSTS',
    'LOG_LEVEL',
  ]);
});
