/** Sends the built browser client. Every page is the same document. */
import type { Request, RequestHandler, Response } from 'express';
import { isOwnPath } from './base-path.ts';
import { BundleFolder, ENCODINGS, type BundleFile } from './bundle.ts';

const NOT_BUILT = 'The browser client is not built: run `npm run build`.\n';

/**
 * @param basePath where browsers see the pages
 * @param nowMs a clock that never jumps
 */
export function clientPages(folder: string, basePath: string, nowMs = (): number => performance.now()): RequestHandler {
  const built = new BundleFolder(folder, basePath, nowMs);
  // An error in the bundle is sent to clients that ask for a page.
  built.current().catch(() => {});
  return async (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    // Started at once, so that requests that wait for it are answered together.
    const known = built.last?.files.get(request.path);
    if (known !== undefined) return sendFile(known, request, response);
    const bundle = await built.current();
    const file = bundle?.files.get(request.path) ?? (isPage(request.path) ? bundle?.document : undefined);
    if (file !== undefined) sendFile(file, request, response);
    else if (bundle === undefined && isPage(request.path)) response.status(503).type('text').send(NOT_BUILT);
    else next();
  };
}

/** Sends a file in the best encoding that the client takes. */
export function sendFile(
  { extension, immutable, digest, bodies }: BundleFile,
  request: Request,
  response: Response,
): void {
  const encoding = ENCODINGS.find((each) => bodies.has(each) && request.acceptsEncodings(each) !== false) ?? 'identity';
  response.vary('Accept-Encoding');
  response.type(extension).set({
    'cache-control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: `"${digest}-${encoding}"`,
    ...(encoding !== 'identity' && { 'content-encoding': encoding }),
  });
  response.send(bodies.get(encoding));
}

/** Files have a dot in their name, and the server's own paths begin with one of its words. */
function isPage(path: string): boolean {
  return path === '/index.html' || (!/\.\w+$/.test(path) && !isOwnPath(path));
}
