/** `greenroom/client`: what any page imports. It needs no framework and no document. */
export { connect, type TableClient } from '../client/connect.ts';
export { JoinFailure, type Departure, type JoinProblem, type SendFailure } from '../client/connection/connection.ts';
export { type Question, type Table, type TableDeadline } from '../client/connection/table.ts';
export { type Prediction, type RealTime } from '../client/connection/real-time.ts';
