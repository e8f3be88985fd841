/** `greenroom/server`: what a program imports that starts a server itself. Node only. */
export { json, Router } from 'express';
export { AuthRefused, type AuthHook, type AuthRequest } from '../server/admission/accounts.ts';
export { type Account } from '../server/host/members/account.ts';
export { type AddRoutes } from '../server/http/author-routes.ts';
export { serve, type ServedApp, type ServeOptions } from '../server/serve.ts';
export { BadSetting, readSettings, type Settings } from '../server/settings.ts';
