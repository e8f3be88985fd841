import { expect, it } from 'vitest';
import type { BotRecord } from '../../../client/bots/network-bot.ts';
import { formatReport, makeReport } from '../../../client/bots/report.ts';

const record: BotRecord = {
  name: 'Bot 1',
  table: 'ABCDE',
  sent: 10,
  frames: 600,
  refused: { 'not-now': 2 },
  reconnects: 1,
  matches: 3,
  closed: undefined,
  broken: false,
};

it('counts the matches of a table once for all its bots', () => {
  const late = { ...record, matches: 2 };
  const elsewhere = { ...record, table: 'FGHJK', matches: 1 };
  const report = makeReport([record, late, elsewhere], 60.4);
  expect(report).toMatchObject({
    matches: 4,
    tables: { ABCDE: 3, FGHJK: 1 },
    sent: 30,
    frames: 1_800,
    seconds: 60,
    seated: 3,
    ok: true,
  });
});

it('is not ok if a bot found no seat, and says why', () => {
  const report = makeReport(
    [record, { ...record, name: 'Bot 2', table: undefined, closed: 'found no seat: room-full', broken: true }],
    60,
  );
  expect(report).toMatchObject({ ok: false, seated: 1, closed: ['Bot 2: found no seat: room-full'] });
});

it('is printed as lines', () => {
  expect(formatReport(makeReport([record], 60)).split('\n')).toEqual([
    '1 bots at ABCDE, 60 s',
    'matches    3',
    'messages   10, refused 2 (not-now 2)',
    'inputs     600',
    'reconnects 1',
  ]);
});
