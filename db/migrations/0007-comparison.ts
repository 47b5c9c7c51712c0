import type { Migration } from './migration'

/** Pairs: whether a pad is fuller than an exemplar. Nothing is deleted: taking one back is a row that withdraws it. */
export const comparison: Migration = {
  version: 7,
  name: 'comparison',
  up: (sql) =>
    sql.script(`
CREATE TABLE comparison (
  id INTEGER PRIMARY KEY,
  rater INTEGER NOT NULL REFERENCES rater (id),
  region INTEGER NOT NULL REFERENCES region (id),
  exemplar INTEGER NOT NULL REFERENCES exemplar (id),
  outcome TEXT CHECK (outcome IN ('fuller', 'alike', 'less')),
  withdraws INTEGER REFERENCES comparison (id) CHECK (withdraws < id),
  seconds REAL CHECK (seconds >= 0),
  compared_at TEXT NOT NULL,
  CHECK ((outcome IS NULL) = (withdraws IS NOT NULL))
) STRICT;
CREATE INDEX comparison_by_rater_region ON comparison (rater, region);
CREATE INDEX comparison_by_region ON comparison (region);
CREATE INDEX comparison_by_exemplar ON comparison (exemplar);
CREATE UNIQUE INDEX comparison_by_withdraws ON comparison (withdraws) WHERE withdraws IS NOT NULL;
CREATE TRIGGER comparison_is_never_changed BEFORE UPDATE ON comparison
BEGIN SELECT RAISE(ABORT, 'a comparison is never changed; it is withdrawn'); END;
CREATE TRIGGER comparison_is_never_deleted BEFORE DELETE ON comparison
BEGIN SELECT RAISE(ABORT, 'a comparison is never deleted; it is withdrawn'); END;
`),
}
