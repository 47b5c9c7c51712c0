import type { Migration } from './migration'

/**
 * Edits of regions get one log for the whole study, over which undo and redo walk: it takes the place of the mark in
 * the history, which knew only the edits of one region. What could be undone still can. A region that was copied from
 * another photograph is not checked until somebody has looked at it.
 */
export const regionEdits: Migration = {
  version: 9,
  name: 'region-edits',
  up: (sql) => sql.script(TABLE + CARRIED + COLUMNS),
}

// `key` outlives its region: undo takes a region away that was drawn where there was none, and redo brings it back.
// `revision` is the one that it counts on from; 'gone' is what was undone before something else was edited.
const TABLE = `
CREATE TABLE region_edit (
  seq INTEGER PRIMARY KEY,
  key INTEGER NOT NULL CHECK (key >= 1),
  photograph INTEGER NOT NULL REFERENCES photograph (id),
  region TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('right', 'left', 'midline')),
  before TEXT CHECK (json_valid(before)),
  after TEXT NOT NULL CHECK (json_valid(after)),
  revision INTEGER NOT NULL CHECK (revision >= 0),
  state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'gone')),
  edited_at TEXT NOT NULL
) STRICT;
CREATE INDEX region_edit_by_state ON region_edit (state, seq);
CREATE INDEX region_edit_by_key ON region_edit (key);
CREATE INDEX region_edit_by_photograph ON region_edit (photograph);
`

// A clock that ran backwards must not turn the edits of one region round.
const CARRIED = `
INSERT INTO region_edit (key, photograph, region, side, before, after, revision, state, edited_at)
  SELECT region.id, region.photograph, region.region, region.side,
    json_object('polygon', json(earlier.polygon), 'origin', earlier.origin, 'checked', json('true')),
    json_object('polygon', json(coalesce(later.polygon, region.polygon)),
      'origin', coalesce(later.origin, region.origin), 'checked', json('true')),
    earlier.revision, 'done', earlier.replaced_at
  FROM (SELECT *, max(replaced_at) OVER (PARTITION BY region ORDER BY revision) AS since FROM region_history) AS earlier
  JOIN region ON region.id = earlier.region
  LEFT JOIN region_history AS later ON later.region = earlier.region AND later.revision = earlier.revision + 1
  WHERE earlier.undone = 0
  ORDER BY earlier.since, earlier.region, earlier.revision;
`

const COLUMNS = `
ALTER TABLE region_history DROP COLUMN undone;
ALTER TABLE region ADD COLUMN checked INTEGER NOT NULL DEFAULT 1 CHECK (checked IN (0, 1));
`
