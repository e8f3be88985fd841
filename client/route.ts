/** Addresses: `/` is the lobby, `/t/CODE` a table, `/t/CODE?watch` a place to watch it from. */
import { useEffect, useState } from 'preact/hooks';

export type Route = { page: 'lobby' } | { page: 'table'; code: string; watch: boolean };

/** A table's code: five letters, without I and O. */
const CODE_LENGTH = 5;

/** The code in what somebody typed or pasted (a code in any case, or a whole link); undefined when there is none. */
export function codeIn(text: string): string | undefined {
  const fromLink = /\/t\/([A-Za-z]+)/.exec(text)?.[1];
  const code = (fromLink ?? text).replace(/[\s-]/g, '').toUpperCase();
  return new RegExp(`^[A-HJ-NP-Z]{${CODE_LENGTH}}$`).test(code) ? code : undefined;
}

export function parseRoute(url: URL): Route {
  const code = url.pathname.startsWith('/t/') ? codeIn(url.pathname) : undefined;
  return code === undefined ? { page: 'lobby' } : { page: 'table', code, watch: url.searchParams.has('watch') };
}

export function pathOf(route: Route): string {
  return route.page === 'lobby' ? '/' : `/t/${route.code}${route.watch ? '?watch' : ''}`;
}

/** The link that brings a friend to a table. */
export function linkTo(code: string): string {
  return new URL(pathOf({ page: 'table', code, watch: false }), location.origin).href;
}

/** Moves on without loading a page. */
export function navigate(route: Route): void {
  const here = parseRoute(new URL(location.href));
  const samePlace =
    route.page === here.page && (route.page === 'lobby' || (here.page === 'table' && here.code === route.code));
  history[samePlace ? 'replaceState' : 'pushState'](undefined, '', pathOf(route));
  dispatchEvent(new PopStateEvent('popstate'));
}

export function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(new URL(location.href)));
  useEffect(() => {
    const follow = () => {
      setRoute(parseRoute(new URL(location.href)));
      scrollTo(0, 0);
    };
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);
  return route;
}
