/** All attacks, in the order in which they run. */
import type { Attack } from './attack.ts';
import { HTTP_ATTACKS } from './http.ts';
import { ROOM_ATTACKS } from './rooms.ts';
import { SOCKET_ATTACKS } from './sockets.ts';

export const ATTACKS: readonly Attack[] = [...HTTP_ATTACKS, ...SOCKET_ATTACKS, ...ROOM_ATTACKS];
