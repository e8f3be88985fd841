/**
 * The page's addresses: `/` is the lobby, `/t/CODE` a table, `/t/CODE?watch` the same as a spectator, `/replay/MATCH` the replay of a match,
 * `/replay` the form to open a replay file, `/practice/GAME` practice without a server. All are below the base path.
 * the base path.
 */
import { useEffect, useState } from 'preact/hooks';
import { CODE_LENGTH, ROOM_CODE } from '../shared/wire.ts';
import { withBasePath, stripBasePath } from './base-path.ts';

export type Route =
  | { page: 'lobby' }
  | { page: 'table'; code: string; watch: boolean }
  | { page: 'replay'; match: string | undefined }
  | { page: 'practice'; game: string };

/** Longer text is not a link. */
const LONGEST_LINK = 2_000;

/** The code in typed or pasted text: a code in any case, or a whole link. Undefined if there is none. */
export function parseCode(text: string): string | undefined {
  if (text.length > LONGEST_LINK) return undefined;
  // The last match, since the base path may contain `/t/` too.
  const fromLink = /.*\/t\/([A-Za-z-]+)/.exec(text)?.[1];
  const code = (fromLink ?? text).replace(/[\s-]/g, '').toUpperCase();
  return ROOM_CODE.test(code) ? code : undefined;
}

/** Splits a long code in two halves for reading. */
export function formatCode(code: string): string {
  const { public: half } = CODE_LENGTH;
  return code.length > half ? `${code.slice(0, half)}-${code.slice(half)}` : code;
}

export function parseRoute({ pathname: path, searchParams }: URL): Route {
  const pathname = stripBasePath(path);
  const replay = /^\/replay(?:\/([\w-]*))?$/.exec(pathname);
  if (replay) return { page: 'replay', match: replay[1] || undefined };
  const practice = /^\/practice\/([\w-]+)$/.exec(pathname)?.[1];
  if (practice !== undefined) return { page: 'practice', game: practice };
  const code = pathname.startsWith('/t/') ? parseCode(pathname) : undefined;
  return code === undefined ? { page: 'lobby' } : { page: 'table', code, watch: searchParams.has('watch') };
}

export function pathOf(route: Route): string {
  return withBasePath(pathBelowBase(route));
}

function pathBelowBase(route: Route): string {
  switch (route.page) {
    case 'lobby':
      return '/';
    case 'table':
      return `/t/${route.code}${route.watch ? '?watch' : ''}`;
    case 'replay':
      return route.match === undefined ? '/replay' : `/replay/${route.match}`;
    case 'practice':
      return `/practice/${route.game}`;
  }
}

/** The link to invite a friend to a table. */
export function linkTo(code: string): string {
  return new URL(pathOf({ page: 'table', code, watch: false }), location.origin).href;
}

/** The address within a sandboxed frame, whose real address cannot be changed. */
let place: URL | undefined;

function here(): URL {
  return place ?? new URL(location.href);
}

/** Changes the route without loading a page. */
export function navigate(route: Route): void {
  const path = pathOf(route);
  const isSamePlace = placeOf(route) === placeOf(parseRoute(here()));
  try {
    history[isSamePlace ? 'replaceState' : 'pushState'](undefined, '', path);
    place = undefined;
  } catch {
    place = new URL(path, location.href);
  }
  dispatchEvent(new PopStateEvent('popstate'));
}

/** Taking a seat at a table and watching it are one page. */
function placeOf(route: Route): string {
  return pathOf(route.page === 'table' ? { ...route, watch: false } : route);
}

export function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(here()));
  useEffect(() => {
    const follow = () => {
      setRoute(parseRoute(here()));
      scrollTo(0, 0);
    };
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);
  return route;
}
