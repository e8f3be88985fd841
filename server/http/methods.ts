/** Which methods a path accepts; others get 405. */
import type { RequestHandler } from 'express';

export function onlyMethods(...methods: readonly string[]): RequestHandler {
  const allow = methods.join(', ');
  return (request, response, next) => {
    if (methods.includes(request.method)) return next();
    response
      .status(405)
      .set('allow', allow)
      .json({ error: `this address takes ${allow}` });
  };
}

/** A form of another page can send anything except JSON without a preflight request. */
export const onlyJson: RequestHandler = (request, response, next) => {
  if (request.is('application/json')) return next();
  response.status(415).json({ error: 'the body is JSON, with content-type: application/json' });
};
