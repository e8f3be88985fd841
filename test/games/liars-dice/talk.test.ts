import { describe, expect, test } from 'vitest';
import { TestTable } from './test-table.ts';

function lines(table: TestTable): string[] {
  return table.state.chat.map(({ name, text }) => `${name}: ${text}`);
}

describe('chat', () => {
  test('is open while the table waits, and while a match runs', async () => {
    const table = await TestTable.seated(1, { seats: 2, fillAfterMs: null });
    await table.say(0, 'chat', 'anyone?');
    await table.join(1);
    await table.reach('bidding');
    await table.say(1, 'chat', 'here I am');
    expect(lines(table)).toEqual(['Ann: anyone?', 'Bob: here I am']);
    expect(table.state.chat[1]).toMatchObject({ seat: 1, at: table.match.now });
  });

  test('takes several lines sent at once, in order', async () => {
    const table = await TestTable.bidding(2);
    for (const text of ['one', 'two', 'three']) table.match.send(table.idOf(0), 'chat', text);
    await table.match.tick();
    expect(lines(table)).toEqual(['Ann: one', 'Ann: two', 'Ann: three']);
  });

  test('refuses a sixth line until ten seconds are over', async () => {
    const table = await TestTable.bidding(2);
    const first = table.match.now + 50;
    for (let line = 1; line <= 5; line += 1) expect(await table.say(0, 'chat', `line ${line}`)).toBe('accepted');
    expect(await table.say(0, 'chat', 'line 6')).toBe('illegal');
    await table.match.until(() => table.match.now === first + 9_900);
    expect(await table.say(0, 'chat', 'line 6')).toBe('illegal');
    expect(await table.say(0, 'chat', 'line 7')).toBe('accepted');
    expect(lines(table).at(-1)).toBe('Ann: line 7');
  });

  test('never lets anybody post more than five lines within any ten seconds', async () => {
    const table = await TestTable.bidding(2);
    for (let tick = 0; tick < 800; tick += 1) {
      if (tick % 3 === 0) table.match.send(table.idOf(0), 'chat', `at ${tick}`);
      await table.match.tick();
    }
    const times = table.state.chat.map(({ at }) => at);
    expect(times.length).toBeGreaterThan(15);
    expect(times.every((at, index) => index < 5 || at - (times[index - 5] ?? 0) >= 10_000)).toBe(true);
  });

  test('refuses a flood once eight lines wait', async () => {
    const table = await TestTable.bidding(2);
    const sent = Array.from({ length: 20 }, (_, line) => table.match.send(table.idOf(0), 'chat', `line ${line}`));
    await table.match.tick();
    expect(sent.filter(({ reply }) => reply === 'accepted')).toHaveLength(5);
    expect(sent.filter(({ reply }) => reply === 'illegal')).toHaveLength(4);
    expect(sent.filter(({ reply }) => reply === 'queue-full')).toHaveLength(11);
  });

  test('of a player who floods does not delay the others', async () => {
    const table = await TestTable.bidding(2);
    for (let line = 0; line < 8; line += 1) table.match.send(table.idOf(0), 'chat', `line ${line}`);
    await table.match.tick();
    await table.say(1, 'chat', 'calm down');
    expect(lines(table).at(-1)).toBe('Bob: calm down');
  });

  test('keeps the last fifty lines for players who join later', async () => {
    const table = await TestTable.bidding(6);
    for (let line = 0; line < 60; line += 1) {
      await table.say(line % 6, 'chat', `line ${line}`);
      await table.match.advance(400);
    }
    const late = await table.match.spectate('Gil');
    const seen = table.match.connect(late);
    await table.match.tick();
    expect(seen.chat.map(({ text }) => text)).toEqual(Array.from({ length: 50 }, (_, line) => `line ${line + 10}`));
  });

  test('outlives the rounds, the match and the player', async () => {
    const table = await TestTable.bidding(2);
    await table.say(0, 'chat', 'bye');
    await table.leave(0);
    await table.match.advance(1_000);
    expect(lines(table)).toEqual(['Ann: bye']);
  });

  test.each([
    ['an empty line', '   '],
    ['a line that is too long', 'x'.repeat(201)],
  ])('refuses %s', async (_, text) => {
    const table = await TestTable.bidding(2);
    expect(await table.say(0, 'chat', text)).toBe('bad-shape');
    expect(lines(table)).toEqual([]);
  });

  test('takes control characters and turns of direction out of a line', async () => {
    const table = await TestTable.bidding(2);
    await table.say(0, 'chat', ' a\u0000\u202Eb\uD800\nc ');
    expect(lines(table)).toEqual(['Ann: a b c']);
  });
});

describe('an emote', () => {
  test('is shown to everybody, and kept nowhere', async () => {
    const table = await TestTable.bidding(2);
    const watcher = await table.match.spectate('Gil');
    expect(await table.say(1, 'emote', 'laugh')).toBe('accepted');
    for (const id of [...table.players, watcher]) {
      expect(table.match.notices(id)).toMatchObject([{ type: 'emote', data: { seat: 1, emote: 'laugh' } }]);
    }
  });

  test('too soon after the last is refused', async () => {
    const table = await TestTable.bidding(2);
    await table.say(0, 'emote', 'clap');
    expect(await table.say(0, 'emote', 'clap')).toBe('not-now');
    expect(await table.say(1, 'emote', 'gasp')).toBe('accepted');
    await table.match.advance(1_500);
    expect(await table.say(0, 'emote', 'clap')).toBe('accepted');
  });

  test('is one of those there are', async () => {
    const table = await TestTable.bidding(2);
    table.match.enter({ kind: 'drop', player: table.idOf(1) });
    const sent = table.match.send(table.idOf(0), 'emote', JSON.parse('"rude"'));
    expect(sent.reply).toBe('bad-shape');
  });
});
