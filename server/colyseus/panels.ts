/** Colyseus's pages for operators, behind `guard`. */
import type { Application, Request, RequestHandler, Response } from 'express';

/** `/monitor` always; `/playground` in development only, since it talks to every client that joins. */
export async function mountPanels(
  app: Application,
  guard: readonly RequestHandler[],
  development: boolean,
): Promise<void> {
  const { monitor } = await import('@colyseus/monitor');
  // A state that is changed past the journal would not survive a restart.
  app.use('/monitor/api/room/call', ...guard, (_request: Request, response: Response) => {
    response.status(403).json({ error: 'rooms are not changed from outside: their journal would not know' });
  });
  app.use('/monitor', ...guard, monitor());
  if (!development) return;
  const { playground } = await import('@colyseus/playground');
  app.use('/playground', ...guard, playground());
}
