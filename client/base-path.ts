/** The path that the server is mounted at: empty, or such as `/games/greenroom`. The server writes it into the document. */
export function basePath(): string {
  // Bots and tests on Node have no document.
  return globalThis.document?.querySelector<HTMLMetaElement>('meta[name="base-path"]')?.content ?? '';
}

/** Prefixes one of the server's paths, such as `/api/rooms`. */
export function withBasePath(path: string): string {
  return basePath() + path;
}

/** Removes the base path from one of this page's paths. */
export function stripBasePath(path: string): string {
  const base = basePath();
  return path === base || path.startsWith(`${base}/`) ? path.slice(base.length) || '/' : path;
}
