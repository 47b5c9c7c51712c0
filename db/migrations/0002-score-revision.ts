import type { Migration } from './migration'

/**
 * A score keeps the revision of the polygon that its rater had in sight.
 * Older scores get it from the history: the polygon that stood when they were given.
 */
export const scoreRevision: Migration = {
  version: 2,
  name: 'score-revision',
  up: (sql) =>
    sql.script(`
ALTER TABLE score ADD COLUMN revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1);
DROP TRIGGER score_is_never_changed;
UPDATE score SET revision = coalesce(
  (SELECT min(revision) FROM region_history WHERE region = score.region AND replaced_at > score.scored_at),
  (SELECT revision FROM region WHERE id = score.region));
CREATE TRIGGER score_is_never_changed BEFORE UPDATE ON score
BEGIN SELECT RAISE(ABORT, 'a score is never changed; a new one supersedes it'); END;
`),
}
