/**
 * All limits on what clients may use of the server. Each says what happens beyond it, and has a test that `test/server/limits.test.ts` names. Limits
 * that clients need too are elsewhere: of names and texts in `shared/wire.ts` and `shared/protocol.ts`, of replay files in
 * `shared/runtime/journal/replay-bounds.ts`. Limits of the disk are settings (`DATA_MAX_MB`).
 */
import { INPUT_BURST, INPUTS_QUEUED, MESSAGE_LIMITS } from '../../shared/runtime/host.ts';

/** What one player, one room and all rooms may use of the process. */
export const LIMITS = {
  /** Rooms of the process; a client that wants one more has to retry later. */
  rooms: 5_000,
  /**
   * The share of one address in what all rooms may take (`MAX_LOAD_PERCENT`, 65 % of the main thread, measured and expected; beyond
   * that new rooms are refused, and open ones go on). Beyond it the address opens no room. 216 seats of arenas
   * fit, or three arenas full of bots.
   */
  addressShare: 0.5,
  /** The share that is kept for addresses without a room; others are refused before it is used. */
  firstRoomShare: 0.15,
  /** Where rooms lose more than this share of match time, because something else uses the machine, new rooms are refused. */
  lateShare: 0.4,
  /** The lowest and the highest cost of a seat in each tick, in ms of the main thread; in between it is measured. */
  seatTickMs: 0.05,
  maxSeatTickMs: 0.15,
  /** CPU time of rooms in proportion to their ticks: messages are read and frames are written besides. */
  tickOverhead: 1.5,
  /** Seats × ticks a second that must be taken before their cost is measured. */
  seatTicksToMeasure: 600,
  /** For this long a room is expected to fill up; after that it costs what it costs. */
  youngRoomMs: 30_000,
  /** How long bots play without a human player; then the room ends, and spectators get the reason. */
  unattendedMs: 60_000,
  /** How long the auth hook may take to say who a client is; then the client is refused. */
  authMs: 5_000,
  /** How long a reserved seat is kept for its socket; after that it is a no-show. */
  reservationMs: 10_000,
  /** Reserved seats at a time of an address with too many no-shows; one more is refused. */
  reservationsAfterNoShows: 4,
  /** Messages and answers of one player that wait for the next tick; more are refused as `queue-full`. */
  queuedPerPlayer: 64,
  /** Entries of one room that wait for the next tick; messages and answers beyond are refused as `queue-full`. */
  queuedPerRoom: 8_192,
  /** Messages a second, sustained and at once; more are refused as `too-fast`. A game may set less. */
  messagesPerSecond: MESSAGE_LIMITS.messagesPerSecond,
  messageBurst: MESSAGE_LIMITS.burst,
  /** Bytes of messages a second, sustained and at once; more are refused as `too-fast`. What a match accepts is journaled, and kept with its replay. */
  messageBytesPerSecond: 4_096,
  messageBytesBurst: 262_144,
  /**
   * Messages of one player that the match refuses, a second, sustained and at once: they are journaled too. One of more bytes than `refusedMessageBytes`
   * counts as several. Beyond that, messages that the match would refuse as things stand are refused in the same words before they enter it, and where
   * it has refused even more all others as `too-fast`, until the budget has refilled.
   */
  refusedPerSecond: 2,
  refusedBurst: 32,
  refusedMessageBytes: 512,
  /** Clients send during a stall of the process, too: what they could have sent in this time comes on top of the limits above. */
  backlogMs: 300_000,
  /** Input frames of one player that wait for their tick; beyond it the oldest are dropped. */
  inputsQueued: INPUTS_QUEUED,
  /** Input frames that may be taken beyond one a tick, after some were late. */
  inputBurst: INPUT_BURST,
  /** WebSockets of the process; one more gets 503. */
  sockets: 8_192,
  /**
   * Frames that one socket sends a second, sustained and at once: messages, inputs, pings, pongs, fragments and empty ones alike. A game of 128 ticks
   * and `messagesPerSecond` take 188. A socket that sends more is closed (4023), and no other frame of it is read.
   */
  framesPerSecond: 300,
  frameBurst: 2_000,
  /** How often a client is pinged, and how many pings it may leave unanswered; then its connection is cut. */
  pingEveryMs: 3_000,
  pingsUnanswered: 2,
  /** Bytes that one socket sends a second, sustained and at once, with the heads of frames; a socket that sends more is closed, too. */
  bytesPerSecond: 65_536,
  byteBurst: 262_144,
  /** Of these, what a socket may send whatever the other sockets of its address do; the rest it takes from `ADDRESS_LIMITS.traffic`. */
  assuredFramesPerSecond: 60,
  assuredFrameBurst: 40,
  assuredBytesPerSecond: 4_096,
  assuredByteBurst: 4_096,
  /** Frames of a socket before it has a seat; a socket that sends more is closed, too. */
  unseatedFrames: 32,
  /** How long a socket may be open before it has a seat; then it is closed. */
  unseatedMs: 60_000,
  /** Messages of a socket to `/` that are answered: the SDK measures the latency of a server by them. Then the socket is closed. */
  latencyMessages: 20,
  /** How long a socket to `/` is open; then it is closed. */
  latencyMs: 1_000,
  /** Pings of a socket, of the protocol and of the SDK together, that are answered a second, sustained and at once; more are not. */
  pingsPerSecond: 5,
  pingBurst: 20,
  /**
   * How long a socket stays open after a close frame was sent, unless its client closes it; how many of its frames are read meanwhile, and how many bytes
   * beyond are taken from the network and discarded.
   */
  goodbyeMs: 2_000,
  goodbyeFrames: 64,
  goodbyeBytes: 524_288,
  /** Fragments of one message; a socket that sends more is closed (1008). No known client sends any. */
  fragments: 4,
  /** Chunks in which one frame may arrive; a socket whose frame arrives in more is closed (1008). */
  chunks: 64,
  /** Bytes of a message; longer ones are refused as `too-large`. A game may set less. */
  messageBytes: MESSAGE_LIMITS.messageBytes,
  /** Bytes of a message with all its fragments; a socket that sends a longer one is closed (1009) before it is read. */
  frameBytes: 16_384,
  /**
   * Requests and numbered messages of one player whose reply is still to come (more are refused as `queue-full`), and
   * replies kept until its client has them (the oldest go first).
   */
  repliesPerPlayer: 256,
  /** Connections that ask for one seat at a time; beyond it the oldest are refused. */
  returnsPerPlayer: 32,
  /** Reconnection tokens of one player that are kept; beyond it those between the newest and the last used one are dropped. */
  tokensPerPlayer: 8,
  /** Spectators of one room; more are refused. */
  watchers: 64,
  /**
   * Bytes of patches and notices that a room keeps for delayed spectators, beside two whole states; beyond it they wait for the
   * delay once more, and the players notice nothing.
   */
  spectatorBytes: 16_777_216,
  /** Unsent bytes for one client, beside its longest frame; a client that reads more slowly is disconnected. */
  unsentBytes: 1_048_576,
  /** Unsent bytes for all clients of an address, and for all clients; beyond it the clients with the most are disconnected. */
  unsentBytesPerAddress: 67_108_864,
  unsentBytesInAll: 268_435_456,
  /**
   * How far back an input frame may claim to have seen the others, beyond the measured round trip: 80 ms of interpolation delay, and 100 ms for
   * a connection that has become slower. A frame that claims more is taken for one that claims this.
   */
  lagSlackMs: 180,
  /** How long a client may take to confirm that it has joined. */
  confirmMs: 15_000,
  /**
   * Lines of the log in `logMinuteMs`: of each level, of one kind, and of one kind about one address, game or room. More are suppressed, counted, and
   * reported in one line for each kind. Kinds beyond `logKinds` count as one.
   */
  logMinuteMs: 60_000,
  logLinesPerMinute: 600,
  logLinesOfKind: 60,
  logLinesOfSubject: 20,
  logKinds: 200,
  /** Effects of one room that run at a time; more fail with `TooManyEffects`. */
  effectsPerRoom: 64,
  /** How long an effect may take; then it fails with `EffectTimeout`. */
  effectMs: 30_000,
  /**
   * Wrong operator passwords of one address within an hour before it has to wait. From then on it waits 1 s before its next try, then
   * twice as long after each, and this many seconds at most; tries before that get 429 without being looked at.
   */
  passwordTries: 10,
  passwordWaitSeconds: 60,
  /**
   * Tries a minute of all addresses that were wrong before; more get 429. The first try of an address is always looked at, so
   * nobody locks an operator out at another address.
   */
  passwordTriesPerMinute: 60,
  /** Addresses whose wrong tries are remembered; where more come, the oldest are forgotten. */
  passwordAddresses: 10_000,
  /** Log lines a minute that name addresses with wrong passwords; more are only counted. */
  passwordLogLines: 10,
  /** Tries within a minute, refused ones too, that are logged as an attack, once a minute. */
  passwordAlarm: 30,
} as const;

/** What one HTTP connection, and all together, may use. */
export const HTTP_LIMITS = {
  /** TCP connections of the process, those of sockets included; one more is closed. Fewer where the process may open fewer files. */
  connections: 10_000,
  /** Requests of one connection that wait for their responses, which are made one by one; a connection with more is closed. */
  pipelined: 4,
  /** Bytes of the head of a request; longer ones get 431. */
  headBytes: 16_384,
  /** Headers of a request; more get 431. */
  headers: 100,
  /** Bytes of a body; longer ones get 413, and those without a length 411. */
  bodyBytes: 16_384,
  /** How long the head and the body of a request may take to arrive; then it gets 408. */
  requestMs: 10_000,
  /** How long a client may read nothing of a response; then its connection is closed. */
  stallMs: 20_000,
  /** How long one response may take, reading it included; then the connection is closed. */
  responseMs: 120_000,
  /** How long a connection may wait for its next request; then it is closed. */
  keepAliveMs: 10_000,
  /** How long requests are answered without a break; the others wait until rooms have ticked. */
  turnMs: 5,
  /** Rooms of the public list; the others are left out, those first that nobody can join. */
  listedRooms: 200,
  /** How old the list may be that a client gets. */
  listMs: 250,
  /** Rooms that are described to operators in one response, each with its tasks; they ask for the next ones. */
  describedRooms: 100,
  /** Bytes of all replay files that are being sent; a client that asks for one more gets 503 until some are sent. */
  replayBytes: 268_435_456,
} as const;

/**
 * What one address may use, for each of the players that may be behind it (`PLAYERS_PER_ADDRESS`, 256 unless set). A client that
 * wants more is refused, and the others at the same address keep what they have.
 */
export const ADDRESS_LIMITS = {
  /** At a time. */
  held: {
    /** TCP connections, those of sockets included; one more is closed. A trusted proxy has no such bound. */
    connections: 4,
    /** WebSockets; one more gets 429. */
    sockets: 1.25,
    /** Open rooms that it created, with two players in each; one more is refused. */
    rooms: 0.5,
    /** Seats of those rooms, whether bots or humans have them. */
    seats: 2,
    /** Reserved seats that no socket has taken yet: a class comes at the same moment; one more is refused. */
    reservations: 1,
    /** Megabytes of replay files that are being sent to it, each at least one; more get 429. */
    replayMegabytes: 0.25,
  },
  /**
   * What all its sockets send beyond the assured part of each, sustained and at once, at least that of `leastPlayers`. The socket that sends more is
   * closed (4010), and may reconnect. 320 sockets that take all of it send 24,320 frames a second: a third of a core where all are requests (13 µs each).
   */
  traffic: {
    frames: { perSecond: 20, burst: 40 },
    bytes: { perSecond: 2_048, burst: 8_192 },
    leastPlayers: 16,
  },
  /** Within a time; more are refused with 429 until that has passed. */
  rates: {
    /** HTTP requests of any kind. */
    requests: { amount: 60, seconds: 60 },
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
    creations: { amount: 0.5, seconds: 60 },
    /** Reserved seats that no socket took: beyond it an address gets few at a time (`reservationsAfterNoShows`). */
    noShows: { amount: 0.125, seconds: 600 },
    /** Replay files. */
    replays: { amount: 0.5, seconds: 60 },
  },
} as const;

/**
 * Codes of rooms that do not exist which an address may try. Beyond it no code of a private room is looked up for the address for a minute, then for two, four
 * and so on; after a day without a block it begins with a minute again.
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
