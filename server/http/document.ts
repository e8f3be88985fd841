/** The one document of the browser client. It is built once for any base path: which one it is, it is told when it is sent. */

/** Beside the place in `client/index.html` that `client/base-path.ts` reads. */
const TOLD = '<meta name="base-path" content="" />';
/** What the document loads, relative to itself. */
const RELATIVE = /\b(src|href)="\.\//g;

/** The document with its base path, for scripts to read. */
export function tellBasePath(document: string, basePath: string): string {
  if (!document.includes(TOLD)) throw new Error(`the document has no ${TOLD}`);
  return document.replace(TOLD, TOLD.replace('""', `"${basePath}"`));
}

/** What the document loads comes from below the base path, whatever page it is sent for. */
export function loadFromBasePath(document: string, basePath: string): string {
  return document.replaceAll(RELATIVE, `$1="${basePath}/`);
}
