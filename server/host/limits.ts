/** What one player, one room and all rooms may ask of the process. Each bound has a stated overflow. */
export const LIMITS = {
  /** Rooms of the process; whoever wants one more is told to come later. */
  rooms: 5_000,
  /** Messages and answers of one player that wait for the next tick; more are refused as `queue-full`. */
  queuedPerPlayer: 64,
  /** Entries of one room that wait for the next tick; messages and answers beyond are refused as `queue-full`. */
  queuedPerRoom: 8_192,
  /** Messages a second, for long, and at once; more are refused as `too-fast`. */
  messagesPerSecond: 60,
  messageBurst: 120,
  /** Input frames of one player that wait for their tick; where more come, the oldest are given up. */
  inputsQueued: 8,
  /** How many input frames beyond one a tick a player may be allowed at once, after some were late. */
  inputBurst: 10,
  /** WebSockets of the process; one more gets 503. */
  sockets: 8_192,
  /**
   * Frames that one socket sends a second, for long, and at once: messages, inputs, pings, pongs, fragments and empty ones alike. A game of 128 ticks
   * and `messagesPerSecond` take 188. A socket that sends more is closed (4023), and no other frame of it is read.
   */
  framesPerSecond: 300,
  frameBurst: 2_000,
  /** Bytes that one socket sends a second, for long, and at once, heads of frames included; the same overflow. */
  bytesPerSecond: 65_536,
  byteBurst: 262_144,
  /** Of these, what a socket may send whatever the other sockets of its address do; the rest it takes from `ADDRESS_LIMITS.traffic`. */
  assuredFramesPerSecond: 60,
  assuredFrameBurst: 40,
  assuredBytesPerSecond: 4_096,
  assuredByteBurst: 4_096,
  /** Frames of a socket before it has a seat; the same overflow. */
  unseatedFrames: 32,
  /** How long a socket may be open before it has a seat; then it is closed. */
  unseatedMs: 60_000,
  /** Messages of a socket to `/` that are answered: the SDK measures the latency of a server by them. Then the socket is closed. */
  latencyMessages: 20,
  /** How long a socket to `/` is open; then it is closed. */
  latencyMs: 1_000,
  /** Pings of a socket, of the protocol and of the SDK together, that are answered a second, for long, and at once; more are not. */
  pingsPerSecond: 5,
  pingBurst: 20,
  /**
   * How long a socket is open after it was told goodbye, unless its client closes it; how many frames of it are read meanwhile, and how many bytes
   * beyond are taken from the network and thrown away.
   */
  goodbyeMs: 2_000,
  goodbyeFrames: 64,
  goodbyeBytes: 524_288,
  /** Fragments of one message; a socket that sends more is closed (1008). No client that we know sends any. */
  fragments: 4,
  /** Pieces in which the network may bring one frame; a socket whose frame comes in more is closed (1008). */
  chunks: 64,
  /** Bytes of a message; longer ones are refused as `too-large`. */
  messageBytes: 4_096,
  /** Bytes of a message with all its fragments; a socket that sends a longer one is closed (1009) before it is read. */
  frameBytes: 16_384,
  /**
   * Requests and numbered messages of one player whose reply is still to come (more are refused as `queue-full`), and
   * replies kept until its client has them (the oldest go first).
   */
  repliesPerPlayer: 256,
  /** Lines that ask for one seat at a time; where more come, the oldest are turned away. */
  returnsPerPlayer: 32,
  /** Those who watch one room without a seat; more are turned away. */
  watchers: 64,
  /** Unsent bytes for one client, beside its longest frame; a client that reads more slowly is disconnected. */
  unsentBytes: 1_048_576,
  /** Unsent bytes for all clients of an address, and for all clients; where more wait, those are disconnected for whom most waits. */
  unsentBytesPerAddress: 67_108_864,
  unsentBytesInAll: 268_435_456,
  /**
   * How long before a frame arrives its player may have seen the others, beyond the measured round trip: 80 ms by which clients draw them late, and
   * 100 ms for a line that is slower than it was when it was measured. A frame that tells more is judged as if it told this.
   */
  sightMs: 180,
  /** How long a client may take to confirm that it has joined. */
  confirmMs: 15_000,
  /** Effects of one room that run at a time; more fail with `TooManyEffects`. */
  effectsPerRoom: 64,
  /** How long an effect may take; then it fails with `EffectTimeout`. */
  effectMs: 30_000,
} as const;

/**
 * What one address may take, for each of the players that may be behind it (`PLAYERS_PER_ADDRESS`, 256 unless set). Whoever
 * wants more is refused, and the others at the same address go on with what they have.
 */
export const ADDRESS_LIMITS = {
  /** At a time. */
  held: {
    /** TCP connections, those of sockets included; one more is closed. A trusted proxy has no such bound. */
    connections: 4,
    /** WebSockets; one more gets 429. */
    sockets: 1.25,
    /** Rooms that it created and that are still open; one more is refused. */
    rooms: 0.25,
    /** Seats of those rooms, whether bots or people sit there. */
    seats: 2,
    /** Seats that were promised and not taken up yet; one more is refused. */
    reservations: 0.25,
  },
  /**
   * What all its sockets send beyond what each may always send, for long, and at once, at least that of 16 players. The socket that sends more is
   * closed (4010), and may come back. 320 sockets that take all of it send 24,320 frames a second: a third of a core where all are requests (13 µs each).
   */
  traffic: {
    frames: { perSecond: 20, burst: 40 },
    bytes: { perSecond: 2_048, burst: 8_192 },
  },
  /** In a time; more are refused with 429 until that has passed. */
  rates: {
    /** HTTP requests of any kind. */
    requests: { amount: 120, seconds: 60 },
    /** Quick play, and joins by code. */
    joins: { amount: 2, seconds: 60 },
    /** Returns to a seat: after a restart all come at once, several times. */
    returns: { amount: 10, seconds: 60 },
    /** Rooms that are created. */
    creations: { amount: 0.25, seconds: 60 },
    /** Replay files. */
    replays: { amount: 0.5, seconds: 60 },
  },
} as const;

export type HeldResource = keyof typeof ADDRESS_LIMITS.held;
export type RatedResource = keyof typeof ADDRESS_LIMITS.rates;
