/** Lets only operators through. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { ClientAddress, ClientAddresses } from '../admission/client-address.ts';
import { PasswordTries } from '../admission/password-tries.ts';
import { LIMITS } from '../host/limits.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';

const USER = 'operator';
const CHALLENGE = 'Basic realm="Greenroom", charset="UTF-8"';

export interface OperatorParts {
  /** Undefined: the pages are open in development, and do not exist otherwise. */
  readonly operatorPassword: string | undefined;
  readonly development: boolean;
  readonly addresses: ClientAddresses;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Checks the operator's password. A request without one is asked for it, which is no wrong try. */
export function operatorOnly(parts: OperatorParts): RequestHandler {
  const { operatorPassword, development, addresses, log, metrics } = parts;
  if (operatorPassword === undefined) return development ? open : closed;
  const expected = digest(`${USER}:${operatorPassword}`);
  const tries = new PasswordTries();

  const fail = async (address: ClientAddress, why: 'wrong' | 'too-many', isFirst: boolean): Promise<void> => {
    metrics.operatorRefused(why);
    const inMinute = await tries.failed();
    if (isFirst && inMinute <= LIMITS.passwordLogLines) log.warn({ address }, 'operator password wrong');
    if (inMinute === LIMITS.passwordAlarm)
      log.error({ address, tries: inMinute }, 'operator password is being guessed: many were wrong within a minute');
  };

  return async (request, response, next) => {
    keepPrivate(response);
    const given = credentials(request.headers.authorization);
    if (given === undefined) return ask(response);
    const address = addresses.of(request);
    const { waitMs, isFirst } = await tries.begin(address);
    if (waitMs > 0) {
      await fail(address, 'too-many', false);
      const seconds = Math.ceil(waitMs / 1_000);
      response.status(429).set('retry-after', String(seconds)).type('text');
      response.send(`Too many wrong passwords came from your address: try again in ${seconds} s.\n`);
    } else if (timingSafeEqual(digest(given), expected)) {
      await tries.right(address);
      next();
    } else {
      await fail(address, 'wrong', isFirst);
      ask(response);
    }
  };
}

type Answer = Parameters<RequestHandler>[1];

const open: RequestHandler = (_request, response, next) => {
  keepPrivate(response);
  next();
};

const closed: RequestHandler = (_request, response) => {
  keepPrivate(response);
  response.status(404).type('text').send('Set OPERATOR_PASSWORD to open this page.\n');
};

/** Nobody caches these pages, and no page of another origin reads them with a password that the browser remembers. */
function keepPrivate(response: Answer): void {
  response.removeHeader('access-control-allow-origin');
  response.removeHeader('access-control-allow-credentials');
  response.set({ 'cache-control': 'no-store', 'cross-origin-resource-policy': 'same-origin' });
}

function ask(response: Answer): void {
  response.status(401).set('www-authenticate', CHALLENGE).type('text').send('The password is wrong, or missing.\n');
}

/** Undefined where there are none. */
function credentials(header = ''): string | undefined {
  const [scheme = '', encoded = ''] = header.split(' ');
  return scheme.toLowerCase() === 'basic' && encoded !== '' ? Buffer.from(encoded, 'base64').toString() : undefined;
}

/** Digests have one length, so that comparing takes the same time. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
