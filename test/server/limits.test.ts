/** Goes through the list of bounds: each is tried by a test, which is named here. A bound without one does not compile. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as lists from '../../server/host/limits.ts';
import type { HeldResource, RatedResource } from '../../server/host/limits.ts';
import { testsIn } from '../support/named-tests.ts';

const { LIMITS, HTTP_LIMITS, ADDRESS_LIMITS, CODE_MISSES } = lists;

/** `file › title`, from this folder on. The file takes the bound from the list by its name. */
type Tries<Name extends string> = Readonly<Record<Name, string>>;

const ADMISSION =
  'admission/admission.test.ts › a server that is full (%s) opens no room, and holds nothing against anybody';
const LOAD = 'admission/load.test.ts › ';
const ROOMS = 'admission/rooms.test.ts › ';
const SOCKETS = 'sockets.test.ts › ';
const FLOOD = `${SOCKETS}a player who floods is closed, what comes after is not read, and nobody else notices: › %s`;
const TRAFFIC = 'admission/traffic.test.ts › ';
const SOCKET_FRAMES = `${TRAFFIC}a socket sends its burst at once, and then a number of frames per second`;
const SOCKET_BYTES = `${TRAFFIC}a socket sends a number of bytes at once, and then a number per second`;
const ASSURED = `${TRAFFIC}one socket of an address leaves the others their assured part`;
const SHARED_BYTES = `${TRAFFIC}the bytes that they share have a bound too`;
const MEMBER = 'host/members/member.test.ts › ';
const INTAKE = 'host/intake/intake.test.ts › ';
const LOG = 'log-limit.test.ts › ';
const PASSWORD = 'admission/password-tries.test.ts › ';
const OPERATOR = 'http/operator.test.ts › ';
const CONNECTIONS = 'http/connections.test.ts › ';
const GATE = 'colyseus/request-guard.test.ts › ';
const BACKOFF = 'admission/backoff.test.ts › ';

const ofAll: Tries<keyof typeof LIMITS> = {
  rooms: ADMISSION,
  addressShare: `${LOAD}the rooms of one address take their share at most`,
  firstRoomShare: `${LOAD}the last of its load is kept for those who have no room yet`,
  lateShare: `${LOAD}a little match time may be lost`,
  tickOverhead: `${LOAD}work of the process beside its rooms keeps no room away`,
  seatTickMs: `${LOAD}rooms that were opened a moment ago are expected to fill up: an idle process takes a bounded number`,
  maxSeatTickMs: `${LOAD}however busy the process is, a seat is expected to cost no more than a bound`,
  seatTicksToMeasure: `${LOAD}the cost of a seat is not measured when few sit`,
  youngRoomMs: `${LOAD}after a while a room costs what it costs, and its free seats are not expected to be taken`,
  unattendedMs: 'host/unattended-timer.test.ts › the room ends when bots have played alone for a minute',
  authMs: 'auth.test.ts › a hook that %s refuses the client without saying why, which is in the log',
  reservationMs: `${ROOMS}a room whose creator does not come for the promised seat in time closes`,
  reservationsAfterNoShows: `${ROOMS}after too many no-shows a network is promised few seats at a time, and others see none of them as taken`,
  queuedPerPlayer: `${MEMBER}limits messages that wait for the next tick`,
  queuedPerRoom: `${INTAKE}no message is taken while too many wait for the next tick of the room`,
  messagesPerSecond: `${MEMBER}limits messages at once, and then per second`,
  messageBurst: `${MEMBER}limits messages at once, and then per second`,
  messageBytesPerSecond: `${INTAKE}accepted messages are limited by bytes only`,
  messageBytesBurst: `${INTAKE}accepted messages are limited by bytes only`,
  refusedPerSecond: `${INTAKE}messages that a script refuses enter, and beyond the budget none do until it has refilled`,
  refusedBurst: `${INTAKE}beyond a budget, what the match would refuse is refused in its words, and never enters`,
  refusedMessageBytes: `${INTAKE}a large message that is refused counts as several small ones`,
  backlogMs: 'host/members/rate-limit.test.ts › gives a credit for a stall of the process on top, once',
  inputsQueued:
    '../runtime/room/input-queue.test.ts › of more than 8 waiting frames the oldest are dropped, and acknowledged',
  inputBurst:
    '../runtime/room/input-queue.test.ts › ten late frames may enter beyond one a tick, and no more until some ticks had none',
  sockets: `${SOCKETS}one socket more than the process may have gets 503`,
  framesPerSecond: SOCKET_FRAMES,
  frameBurst: FLOOD,
  pingEveryMs: `${SOCKETS}a client that answers no ping is cut off, and one that answers stays`,
  pingsUnanswered: `${SOCKETS}a client that answers no ping is cut off, and one that answers stays`,
  bytesPerSecond: SOCKET_BYTES,
  byteBurst: SOCKET_BYTES,
  assuredFramesPerSecond: ASSURED,
  assuredFrameBurst: `${TRAFFIC}sockets of an address share what goes beyond the assured part of each`,
  assuredBytesPerSecond: SHARED_BYTES,
  assuredByteBurst: SHARED_BYTES,
  unseatedFrames: `${SOCKETS}a socket without a seat sends a bounded number of frames, and one more closes it`,
  unseatedMs: `${SOCKETS}a socket that gets no seat in time is closed`,
  latencyMessages: `${SOCKETS}a socket to / › answers some messages, and closes`,
  latencyMs: `${SOCKETS}a socket to / › closes by itself`,
  pingsPerSecond: `${SOCKETS}a burst of pings is answered, and then a number per second`,
  pingBurst: `${SOCKETS}a burst of pings is answered, and then a number per second`,
  goodbyeMs: `${SOCKETS}a client that was told goodbye is not listened to any more, and its socket ends even if it stays`,
  goodbyeFrames: `${SOCKETS}a client that was told goodbye is not listened to any more, and its socket ends even if it stays`,
  goodbyeBytes: `${SOCKETS}of what comes after the goodbye so much is taken from the network, and no more`,
  fragments: `${SOCKETS}a message of many pieces closes its socket`,
  chunks: `${SOCKETS}a frame that comes in many pieces closes its socket`,
  messageBytes: 'messages.test.ts › a request is refused in its reply, and nowhere else',
  frameBytes: 'hostile.test.ts › a frame that no client needs closes the socket that it came through',
  repliesPerPlayer: 'host/members/delivery.test.ts › a limited number of messages has room while none is replied to',
  returnsPerPlayer:
    'host/members/membership.test.ts › beyond the limit of returning connections the oldest are refused',
  tokensPerPlayer:
    'host/members/tokens.test.ts › in any order of returns, every token that a client may have opens its seat: the last used, and those given since',
  watchers: `${ROOMS}a room has a bounded number of spectators, and one more is refused`,
  spectatorBytes: 'host/delayed-audience.test.ts › the limit of the stream is the listed one',
  unsentBytes: 'colyseus/room/slow-readers.test.ts › one unsent byte beyond the limit of a client disconnects it',
  unsentBytesPerAddress:
    'colyseus/unsent-bytes.test.ts › beyond the limit of an address its clients with the most unsent bytes are disconnected',
  unsentBytesInAll:
    'colyseus/unsent-bytes.test.ts › beyond the limit in all the clients with the most unsent bytes are disconnected',
  lagSlackMs:
    'host/intake/lag-compensation.test.ts › an earlier time is bounded to the earliest that the latency explains',
  confirmMs:
    'colyseus/room/unsynced-clients.test.ts › a client that does not confirm its join in time is disconnected, once',
  logMinuteMs: `${LOG}in a minute › a bounded number of lines of a kind is written, and the others are counted`,
  logLinesPerMinute: `${LOG}in a minute › the lines of a level are bounded, whatever the number of kinds and addresses`,
  logLinesOfKind: `${LOG}in a minute › a bounded number of lines of a kind is written, and the others are counted`,
  logLinesOfSubject: `${LOG}in a minute › one address, game or room has a part of them, and is named`,
  logKinds: `${LOG}in a minute › the lines of a level are bounded, whatever the number of kinds and addresses`,
  effectsPerRoom: 'effects.test.ts › a room runs a bounded number of effects at a time',
  effectMs: 'host/effect-runs.test.ts › an effect that takes too long is aborted, and fails',
  passwordTries: `${PASSWORD}an address waits twice as long after each wrong try, and a minute at most`,
  passwordWaitSeconds: `${PASSWORD}an address waits twice as long after each wrong try, and a minute at most`,
  passwordTriesPerMinute: `${PASSWORD}all addresses that were wrong before have a bound together, and one that never was has its try all the same`,
  passwordAddresses: `${PASSWORD}no more addresses are remembered than there may be, and the oldest are forgotten`,
  passwordLogLines: `${OPERATOR}many addresses with wrong passwords have a bounded number of log lines`,
  passwordAlarm: `${OPERATOR}the first wrong password of an address is logged with it, and many are reported as an attack, once`,
};

const ofHttp: Tries<keyof typeof HTTP_LIMITS> = {
  connections: 'http/open-files.test.ts › connections: there are as many as the process may have',
  pipelined: `${CONNECTIONS}pipelined: a connection with one more is closed, and what came after that is not even parsed`,
  headBytes: `${CONNECTIONS}headBytes: a longer head gets 431`,
  headers: `${CONNECTIONS}headers: a request with more gets 431, and one with as many is answered`,
  bodyBytes: `${GATE}%s is answered, and the connection closed`,
  requestMs: `${CONNECTIONS}requestMs: a %s that takes longer gets 408`,
  stallMs: `${CONNECTIONS}stallMs: a client that reads nothing of its answer for longer is closed`,
  responseMs: `${CONNECTIONS}responseMs: an answer that takes longer is cut off`,
  keepAliveMs: `${CONNECTIONS}keepAliveMs: a connection that waits longer for its next request is closed`,
  turnMs: 'http/request-scheduler.test.ts › turnMs: however many requests come at once, timers come between them',
  listedRooms: 'http/rooms.test.ts › listedRooms: there are no more in the list, and no other is looked into',
  listMs: 'http/rooms.test.ts › however many ask for the list, it is made once in a quarter of a second',
  describedRooms: 'http/debug.test.ts › describedRooms: operators see that many at a time, and ask for the next',
  replayBytes: 'replay/http.test.ts › replayBytes: while too many files are being sent to all, one more gets 503',
};

const held: Tries<HeldResource> = {
  connections: `${CONNECTIONS}connections: an address with one more than it may have is closed there, and may have another once one is gone`,
  sockets: `${SOCKETS}an address has a bounded number of sockets, and one more when one of them has closed`,
  rooms:
    'admission/admission.test.ts › an address has a bounded number of rooms open at a time, and one that has closed makes room for another',
  seats: `${ROOMS}the seats of a room count for the network that opened it until it has closed`,
  reservations: `${ROOMS}past its bound a network is promised no more seats until some are taken up, and another is`,
  replayMegabytes:
    'replay/http.test.ts › replayMegabytes: files that an address does not read count until it has them, and another has its own',
};

const rates: Tries<RatedResource> = {
  requests: `${GATE}requests: an address that has used them up gets 429, with the time to wait`,
  connects: `${CONNECTIONS}connects: more new connections of one address than it may open are closed`,
  violations: `${CONNECTIONS}violations: an address that has used them up gets no new connection, and keeps those that it has`,
  joins: `${ROOMS}%s: past its rate a network has to wait, and another does not`,
  returns: `${ROOMS}%s: past its rate a network has to wait, and another does not`,
  creations: 'admission/admission.test.ts › an address opens a bounded number of rooms in a minute',
  noShows: `${ROOMS}after too many no-shows a network is promised few seats at a time, and others see none of them as taken`,
  replays: 'replay/http.test.ts › replays: an address that has used them up gets 429, with the time to wait',
};

const traffic: Tries<keyof typeof ADDRESS_LIMITS.traffic> = {
  frames: `${TRAFFIC}sockets of an address share what goes beyond the assured part of each`,
  bytes: SHARED_BYTES,
  leastPlayers: `${TRAFFIC}another address is not asked`,
};

const misses: Tries<keyof typeof CODE_MISSES> = {
  perPlayer: `${ROOMS}past a number of codes of no room a network may look up none, right or wrong, and another may`,
  withinSeconds: `${BACKOFF}failures are forgotten after a while`,
  firstSeconds: `${BACKOFF}one failure more blocks that address, and no other`,
  maxSeconds: `${BACKOFF}each block is twice as long as the one before, up to a bound, and all are forgotten after a while`,
  forgetSeconds: `${BACKOFF}each block is twice as long as the one before, up to a bound, and all are forgotten after a while`,
};

describe.each(Object.entries({ ofAll, ofHttp, held, rates, traffic, misses }))('%s', (_, tries) => {
  it.each(Object.entries(tries))('%s is tried', (name, test) => {
    const [file = '', ...title] = test.split(' › ');
    const tests = testsIn(`server/${file}`);
    expect([...tests.keys()]).toContain(title.join(' › '));
    expect(readFileSync(join(import.meta.dirname, file), 'utf8')).toMatch(new RegExp(`\\b${name}\\b`));
  });
});

it('these are all lists', () => {
  expect(Object.keys(lists).sort()).toEqual(['ADDRESS_LIMITS', 'CODE_MISSES', 'HTTP_LIMITS', 'LIMITS']);
  expect(Object.keys(ADDRESS_LIMITS).sort()).toEqual(['held', 'rates', 'traffic']);
});
