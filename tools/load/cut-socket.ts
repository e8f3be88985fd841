/** Cuts the sockets of SDK clients: Node's own WebSocket does not expose its socket, but the library that the SDK falls back to does. */

/** To be called before the SDK is loaded. */
export function makeSocketsCuttable(): void {
  Reflect.deleteProperty(globalThis, 'WebSocket');
}

/** The SDK's room. */
export interface CuttableRoom {
  readonly connection: { readonly transport: object };
}

/** Destroys a room's socket without a close frame. */
export function cutSocket({ connection: { transport } }: CuttableRoom): void {
  if (!('ws' in transport && transport.ws instanceof Object && 'terminate' in transport.ws))
    throw new Error('the socket cannot be cut: the SDK was loaded too early');
  const { terminate } = transport.ws;
  if (typeof terminate === 'function') terminate.call(transport.ws);
}
