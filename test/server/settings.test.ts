import { expect, it } from 'vitest';
import { readSettings, settingsHelp } from '../../server/settings.ts';

it('everything has a default', () => {
  expect(readSettings({})).toEqual({
    port: 2567,
    host: undefined,
    development: false,
    operatorPassword: undefined,
    logLevel: 'info',
  });
});

it('an empty variable is one that is not set', () => {
  expect(readSettings({ PORT: '', HOST: '', OPERATOR_PASSWORD: '' })).toEqual(readSettings({}));
});

it('settings come from the environment', () => {
  const environment = {
    PORT: '8080',
    HOST: '127.0.0.1',
    NODE_ENV: 'development',
    OPERATOR_PASSWORD: 'correct horse',
    LOG_LEVEL: 'debug',
  };
  expect(readSettings(environment)).toEqual({
    port: 8080,
    host: '127.0.0.1',
    development: true,
    operatorPassword: 'correct horse',
    logLevel: 'debug',
  });
});

it.each([
  [{ PORT: '70000' }, 'PORT is a number from 0 to 65535 (it is "70000")'],
  [{ PORT: '-1' }, 'PORT is a number from 0 to 65535 (it is "-1")'],
  [{ PORT: '80.5' }, 'PORT is a number from 0 to 65535 (it is "80.5")'],
  [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL .* \(it is "loud"\)$/],
  [{ OPERATOR_PASSWORD: 'secret' }, 'OPERATOR_PASSWORD has at least 8 characters (it is hidden)'],
])('%o is told in one line', (environment, message) => {
  expect(() => readSettings(environment)).toThrow(message);
});

it('the help has a line for every setting', () => {
  expect(settingsHelp().split('\n')).toHaveLength(5);
});
