/** The name of the site: the build writes the title of the project's list of games into the document. */

/** In the lobby, and in the title of every page. */
export function siteTitle(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="application-name"]')?.content ?? 'Greenroom';
}

/** The title of a page: what it shows, and the name of the site. */
export function pageTitle(...parts: readonly string[]): string {
  return [...parts, siteTitle()].join(' · ');
}
