/** What one player, one room and all rooms may ask of the process. Each bound has a stated overflow. */
export const LIMITS = {
  /** Rooms of the process; whoever wants one more is told to come later. */
  rooms: 5_000,
  /**
   * As much as the rooms of one address may take of what all rooms may (`MAX_LOAD_PERCENT`, 65 % of the main thread, measured and expected; past
   * that new rooms are refused, and what runs goes on). Past it that address opens none. 256 players in
   * arenas fit.
   */
  addressShare: 0.6,
  /** As much of what all rooms may take is kept for addresses that have no room yet; others are refused before that is used. */
  firstRoomShare: 0.15,
  /** Past this share of match time that rooms lose, because something else takes the machine, new rooms are refused. */
  lateShare: 0.4,
  /** What a seat is expected to cost in each tick at least, and at most, in ms of the main thread: in between it is as measured. */
  seatTickMs: 0.05,
  maxSeatTickMs: 0.15,
  /** So many seats × ticks a second must be taken before their cost is measured. */
  seatTicksToMeasure: 600,
  /** So long a room is expected to fill up; after that it costs what it costs. */
  youngRoomMs: 30_000,
  /** How long bots play while no person sits with them; then the room ends, and those who watch are told why. */
  unattendedMs: 60_000,
  /** How long a seat that was promised is kept for the socket that takes it up; after that it is a no-show. */
  reservationMs: 10_000,
  /** Promised seats at a time of an address with too many no-shows; one more is refused. */
  reservationsAfterNoShows: 4,
  /** A line about one thing that clients do, of one address where it is about one, is logged at most this often; more are counted in the next. */
  alarmMs: 60_000,
  /** Kinds and addresses that such lines are remembered of; more are counted by metrics alone. */
  alarmsKept: 100,
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
    /** Rooms that it created and that are still open, two players in each; one more is refused. */
    rooms: 0.5,
    /** Seats of those rooms, whether bots or people sit there. */
    seats: 2,
    /** Seats that were promised and not taken up yet: a class comes at the same moment; one more is refused. */
    reservations: 1,
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
    creations: { amount: 0.5, seconds: 60 },
    /** Promised seats that nobody took up: past it an address gets few at a time (`reservationsAfterNoShows`). */
    noShows: { amount: 0.125, seconds: 600 },
    /** Replay files. */
    replays: { amount: 0.5, seconds: 60 },
  },
} as const;

/**
 * Codes of rooms that do not exist, which an address may try. Past it none of a private room is looked up for that address for a minute, then for two, four
 * and so on; after a day without that it begins with a minute again.
 */
export const CODE_MISSES = {
  perPlayer: 0.125,
  withinSeconds: 60,
  firstSeconds: 60,
  maxSeconds: 900,
  forgetSeconds: 86_400,
} as const;

export type HeldResource = keyof typeof ADDRESS_LIMITS.held;
export type RatedResource = keyof typeof ADDRESS_LIMITS.rates;
