/** What browsers may do with the pages and answers of the server: headers of everything that it sends. */
import type { RequestListener } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { Origins } from './origins.ts';

/** Half a year, in seconds. */
const HSTS_SECONDS = 15_552_000;
/** What no page of ours needs. */
const NOT_NEEDED = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
];
const PERMISSIONS = NOT_NEEDED.map((feature) => `${feature}=()`).join(', ');

type Directives = Readonly<Record<string, readonly string[]>>;

/** What the pages of players may load and do. */
const PAGE: Directives = {
  'default-src': ["'self'"],
  'script-src': ["'self'"],
  // The pointer over the arena is written into its style sheet.
  'img-src': ["'self'", 'data:', 'blob:'],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
};

/** Vite writes styles into the page, and reloads it over a port of its own. */
const DEVELOPMENT: Directives = { 'style-src': ["'self'", "'unsafe-inline'"], 'connect-src': ['ws:', 'wss:'] };

/** Colyseus's pages write styles as they go. A font that one wants from elsewhere it does not need. */
const PANEL: Directives = { 'style-src': ["'self'", "'unsafe-inline'"] };

/**
 * Sets the headers of an answer, before anybody else does.
 *
 * @param development the pages are those of Vite
 */
export function securityHeaders(origins: Origins, development: boolean): RequestListener {
  const isEmbedded = origins.embedders.length > 0;
  const setFixed = helmet({
    contentSecurityPolicy: false,
    strictTransportSecurity: false,
    // Where a browser has met the server without it, it only complains.
    originAgentCluster: false,
    // Codes of private tables are in addresses.
    referrerPolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    // Frames of another origin load pictures and scripts as others do.
    crossOriginResourcePolicy: { policy: origins.areListed ? 'cross-origin' : 'same-origin' },
    // Browsers that know no frame-ancestors know no list either.
    xFrameOptions: isEmbedded ? false : { action: 'sameorigin' },
    // For browsers of another age.
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
  const setPolicy = policy(origins, development ? DEVELOPMENT : {});
  return (request, response) => {
    setFixed(request, response, () => {});
    response.setHeader('permissions-policy', PERMISSIONS);
    if (origins.isSecure(request)) response.setHeader('strict-transport-security', `max-age=${HSTS_SECONDS}`);
    setPolicy(request, response);
  };
}

/** Lets the pages of Colyseus do what they need. */
export function panelHeaders(origins: Origins): RequestHandler {
  const setPolicy = policy(origins, PANEL);
  return (request, response, next) => {
    setPolicy(request, response);
    next();
  };
}

function policy(origins: Origins, more: Directives): RequestListener {
  const { 'connect-src': connect = [], ...others }: Directives = {
    ...PAGE,
    ...more,
    'frame-ancestors': ["'self'", ...origins.embedders],
  };
  // What differs from host to host comes last.
  const directives = [...Object.entries(others), ['connect-src', ["'self'", ...connect]] as const];
  const text = directives.map(([name, sources]) => `${name} ${sources.join(' ')}`).join('; ');
  return (request, response) => {
    const host = origins.host(request);
    // Not every browser takes 'self' for sockets, too.
    response.setHeader('content-security-policy', host === undefined ? text : `${text} ws://${host} wss://${host}`);
  };
}
