/** The name of the site and its colours, as the project's list of games has them. */
import { app } from '../package/project.ts';

/** In the lobby, and in the title of every page. */
export const SITE_TITLE = app.title ?? 'Greenroom';

/** The title of a page: what it shows, and the name of the site. */
export function pageTitle(...parts: readonly string[]): string {
  return [...parts, SITE_TITLE].join(' · ');
}

/** Puts the project's custom properties in place of those in `ui/tokens.css`. */
export function applyTheme({ style }: HTMLElement): void {
  for (const [property, value] of Object.entries(app.theme ?? {})) style.setProperty(property, value);
}
