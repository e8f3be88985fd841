/** The document of the browser client. It is built once for any base path, which is written into it when it is sent. */

/** `client/base-path.ts` reads it. */
const PLACE = '<meta name="base-path" content="" />';
/** What the document loads, relative to itself. */
const RELATIVE = /\b(src|href)="\.\//g;

/**
 * Writes the base path into the document, for scripts to read.
 *
 * @throws Error where the document has no place for it
 */
export function writeBasePath(document: string, basePath: string): string {
  if (!document.includes(PLACE)) throw new Error(`the document has no ${PLACE}`);
  return document.replace(PLACE, PLACE.replace('""', `"${basePath}"`));
}

/** Makes the document load everything from below the base path, whatever page it is sent for. */
export function loadFromBasePath(document: string, basePath: string): string {
  return document.replaceAll(RELATIVE, `$1="${basePath}/`);
}
