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
  /** Frames of any kind a second, for long, and at once; whoever sends more is disconnected. */
  framesPerSecond: 1_000,
  frameBurst: 2_000,
  /** Bytes of a message; longer ones are refused as `too-large`. */
  messageBytes: 4_096,
  /** Bytes of a frame; the socket of whoever sends a longer one is closed (1009) before it is read. */
  frameBytes: 65_536,
  /**
   * Requests and numbered messages of one player whose reply is still to come (more are refused as `queue-full`), and
   * replies kept until its client has them (the oldest go first).
   */
  repliesPerPlayer: 256,
  /** Lines that ask for one seat at a time; where more come, the oldest are turned away. */
  returnsPerPlayer: 32,
  /** Those who watch one room without a seat; more are turned away. */
  watchers: 64,
  /** Unsent bytes for one client; whoever reads more slowly is disconnected. */
  unsentBytes: 1_048_576,
  /** How long a client may take to confirm that it has joined. */
  confirmMs: 15_000,
  /** Effects of one room that run at a time; more fail with `TooManyEffects`. */
  effectsPerRoom: 64,
  /** How long an effect may take; then it fails with `EffectTimeout`. */
  effectMs: 30_000,
} as const;

/** What one connection to the HTTP server may take, and all together. Each bound has a stated overflow. */
export const HTTP_LIMITS = {
  /** TCP connections of the process, those of sockets included; one more is closed. Fewer where the process may open fewer files. */
  connections: 10_000,
  /** Requests of one connection that wait for their answers, which are made one by one; a connection with more is closed. */
  pipelined: 4,
  /** Bytes of the head of a request; longer ones get 431. */
  headBytes: 16_384,
  /** Headers of a request; more get 431. */
  headers: 100,
  /** Bytes of a body; longer ones get 413, and those that do not tell their length 411. */
  bodyBytes: 16_384,
  /** How long the head and the body of a request may take to come; then it gets 408. */
  requestMs: 10_000,
  /** How long a client may read nothing of an answer; then its connection is closed. */
  stallMs: 20_000,
  /** How long one answer may take, reading it included; then the connection is closed. */
  responseMs: 120_000,
  /** How long a connection may wait for its next request; then it is closed. */
  keepAliveMs: 10_000,
  /** How long requests are answered at a stretch; the others wait until rooms have ticked. */
  turnMs: 5,
  /** Rooms of the public list; the others are left out, those first that nobody can join. */
  listedRooms: 200,
  /** Rooms that operators get described in one answer, each with its tasks; they ask for the next ones. */
  describedRooms: 100,
  /** Bytes of all replay files that are being sent; whoever asks for one more gets 503 until some are sent. */
  replayBytes: 268_435_456,
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
    /** Megabytes of replay files that are being sent to it, each at least one; more get 429. */
    replayMegabytes: 0.25,
  },
  /** In a time; more are refused with 429 until that has passed. */
  rates: {
    /** HTTP requests of any kind. */
    requests: { amount: 120, seconds: 60 },
    /** New connections; more are closed. A trusted proxy has no such bound. */
    connects: { amount: 60, seconds: 60 },
    /**
     * Requests beyond `requests`, more than are `pipelined`, and ones that are no HTTP. An address that has used this up gets no
     * new connection until the time has passed.
     */
    violations: { amount: 4, seconds: 60 },
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
