/** The path below which the server shows everything: empty, or such as `/games/greenroom`. The server writes it into the document. */
export function basePath(): string {
  // Bots and tests on Node have no document.
  return globalThis.document?.querySelector<HTMLMetaElement>('meta[name="base-path"]')?.content ?? '';
}

/** One of the server's addresses, such as `/api/rooms`, as this page has to ask for it. */
export function withBasePath(path: string): string {
  return basePath() + path;
}

/** A path of this page's without the base path. */
export function stripBasePath(path: string): string {
  const base = basePath();
  return path === base || path.startsWith(`${base}/`) ? path.slice(base.length) || '/' : path;
}
