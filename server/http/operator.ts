/** Lets operators through, and nobody else. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';

const USER = 'operator';
const CHALLENGE = 'Basic realm="Greenroom", charset="UTF-8"';

/**
 * Asks for the operator's password. Where there is none, the pages are open in development, and do not exist otherwise.
 */
export function operatorOnly(password: string | undefined, development: boolean): RequestHandler {
  const expected = password === undefined ? undefined : digest(`${USER}:${password}`);
  return (request, response, next) => {
    // A page of another origin must not read these with the password that the browser remembers.
    response.removeHeader('access-control-allow-origin');
    response.removeHeader('access-control-allow-credentials');
    response.set('cache-control', 'no-store');
    if (expected === undefined) {
      if (development) next();
      else response.status(404).type('text').send('Set OPERATOR_PASSWORD to open this page.\n');
    } else if (timingSafeEqual(digest(credentials(request.headers.authorization)), expected)) {
      next();
    } else {
      response.status(401).set('www-authenticate', CHALLENGE).type('text').send('The password is wrong, or missing.\n');
    }
  };
}

function credentials(header = ''): string {
  const [scheme = '', encoded = ''] = header.split(' ');
  return scheme.toLowerCase() === 'basic' ? Buffer.from(encoded, 'base64').toString() : '';
}

/** All of one length, so that comparing takes the same time whatever was sent. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
