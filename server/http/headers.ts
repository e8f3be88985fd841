/** Security headers of every response: what browsers may do with our pages. */
import type { RequestListener } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { Origins } from './origins.ts';

/** Half a year, in seconds. */
const HSTS_SECONDS = 15_552_000;
/** Features that no page needs. */
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

/** What players' pages may load and do. */
const PAGE: Directives = {
  'default-src': ["'self'"],
  'script-src': ["'self'"],
  // The arena's cursor is a data URL in its style sheet.
  'img-src': ["'self'", 'data:', 'blob:'],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
};

/** Vite writes styles into the page, and reloads it over a port of its own. */
const DEVELOPMENT: Directives = { 'style-src': ["'self'", "'unsafe-inline'"], 'connect-src': ['ws:', 'wss:'] };

/** Colyseus's pages create styles at run time. They work without the font that one of them asks for. */
const PANEL: Directives = { 'style-src': ["'self'", "'unsafe-inline'"] };

/**
 * Sets the headers of a response, before anybody else does.
 *
 * @param development the pages are those of Vite
 */
export function securityHeaders(origins: Origins, development: boolean): RequestListener {
  const isEmbedded = origins.embedders.length > 0;
  const setFixed = helmet({
    contentSecurityPolicy: false,
    strictTransportSecurity: false,
    // Without TLS browsers would only complain about it.
    originAgentCluster: false,
    // Codes of private rooms are in URLs.
    referrerPolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    // Frames of another origin load pictures and scripts as others do.
    crossOriginResourcePolicy: { policy: origins.areListed ? 'cross-origin' : 'same-origin' },
    // Browsers without frame-ancestors do not know a list either.
    xFrameOptions: isEmbedded ? false : { action: 'sameorigin' },
    // For old browsers.
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

/** Allows what Colyseus's pages need. */
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
  // What differs between hosts comes last.
  const directives = [...Object.entries(others), ['connect-src', ["'self'", ...connect]] as const];
  const text = directives.map(([name, sources]) => `${name} ${sources.join(' ')}`).join('; ');
  return (request, response) => {
    const host = origins.host(request);
    // Not every browser applies 'self' to sockets.
    response.setHeader('content-security-policy', host === undefined ? text : `${text} ws://${host} wss://${host}`);
  };
}
