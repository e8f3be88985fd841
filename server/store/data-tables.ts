/** The tables of the data of games, beside those of the journal. */

/** Created where they are missing: earlier versions ignore them. */
export const DATA_TABLES = `
  CREATE TABLE IF NOT EXISTS game_items (
    game TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (game, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS game_rows (
    game TEXT NOT NULL, name TEXT NOT NULL, number INTEGER NOT NULL, score REAL, value BLOB NOT NULL,
    PRIMARY KEY (game, name, number)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS game_rows_by_score ON game_rows (game, name, score DESC, number) WHERE score IS NOT NULL;
  CREATE TABLE IF NOT EXISTS game_results (
    game TEXT NOT NULL, key TEXT NOT NULL, result BLOB NOT NULL, match_id TEXT, PRIMARY KEY (game, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS game_results_of_match ON game_results (match_id) WHERE match_id IS NOT NULL;
`;

/** Its effects never run again once a match has ended. */
export const FORGET_RESULTS = 'DELETE FROM game_results WHERE match_id = (SELECT match_id FROM matches WHERE slot = ?)';
