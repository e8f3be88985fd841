/** Lines that can be cut: Node's own WebSocket gives no way to its socket, but the library that the SDK takes without it does. */

/** To be called before the SDK is loaded. */
export function makeSocketsCuttable(): void {
  Reflect.deleteProperty(globalThis, 'WebSocket');
}

/** What a line's frames go over: the SDK's room has one. */
export interface CuttableRoom {
  readonly connection: { readonly transport: object };
}

/** Ends a line's socket without a word. The line finds out by itself. */
export function cutSocket({ connection: { transport } }: CuttableRoom): void {
  if (!('ws' in transport && transport.ws instanceof Object && 'terminate' in transport.ws))
    throw new Error('the socket cannot be cut: the SDK was loaded too early');
  const { terminate } = transport.ws;
  if (typeof terminate === 'function') terminate.call(transport.ws);
}
