/** Colyseus's own pages for operators. They can call any method of any room, so `guard` stands before them. */
import type { Application, RequestHandler } from 'express';

/** `/monitor` in any case; `/playground` in development only, since it talks to every client that joins. */
export async function mountPanels(app: Application, guard: RequestHandler, development: boolean): Promise<void> {
  const { monitor } = await import('@colyseus/monitor');
  app.use('/monitor', guard, monitor());
  if (!development) return;
  const { playground } = await import('@colyseus/playground');
  app.use('/playground', guard, playground());
}
