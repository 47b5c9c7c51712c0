import type { Migration } from './migration'

/**
 * Rounds get their rules: what is shown when, in which order, what is put in again. A photograph that comes again is
 * another showing of it. A score keeps where it came from, why it was changed, and how sure it is where that is known.
 */
export const rounds: Migration = {
  version: 5,
  name: 'rounds',
  up: (sql) => sql.script(ROUND + ASSIGNMENT + SCORE),
}

// Made anew, since a CHECK cannot be widened in place.
const ROUND = `
CREATE TABLE round_anew (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  rater INTEGER NOT NULL REFERENCES rater (id),
  mode TEXT NOT NULL CHECK (mode IN ('blind', 'reveal', 'assisted', 'repeat', 'practice')),
  ordering TEXT NOT NULL CHECK (ordering IN ('random', 'uncertainty', 'suggested')),
  repeats INTEGER NOT NULL CHECK (repeats >= 0),
  gap INTEGER NOT NULL CHECK (gap >= 0),
  repeat_of INTEGER REFERENCES round (id),
  one_sided INTEGER NOT NULL CHECK (one_sided IN (0, 1)),
  seed INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  CHECK ((mode = 'repeat') = (repeat_of IS NOT NULL))
) STRICT;
INSERT INTO round_anew (id, name, rater, mode, ordering, repeats, gap, repeat_of, one_sided, seed, created_at)
  SELECT id, name, rater, mode, 'random', 0, 0, NULL, 0, seed, created_at FROM round;
DROP TABLE round;
ALTER TABLE round_anew RENAME TO round;
CREATE INDEX round_by_rater ON round (rater);
`

// Each position finds its own number: a search of all positions for every photograph took minutes in a large study.
export const NUMBERED = `
WITH placed AS (
  SELECT round, position, min(position) OVER (PARTITION BY round, photograph) AS first
  FROM assignment JOIN region ON region.id = assignment.region
), numbered AS (
  SELECT round, position, dense_rank() OVER (PARTITION BY round ORDER BY first) AS number FROM placed
)
UPDATE assignment SET showing = numbered.number FROM numbered
  WHERE numbered.round = assignment.round AND numbered.position = assignment.position`

const ASSIGNMENT = `
ALTER TABLE assignment ADD COLUMN showing INTEGER NOT NULL DEFAULT 1 CHECK (showing >= 1);
ALTER TABLE assignment ADD COLUMN because TEXT NOT NULL DEFAULT '';
${NUMBERED};
CREATE INDEX assignment_by_round_showing ON assignment (round, showing);
`

// What was given without a clock came from a table of scores.
const SCORE = `
ALTER TABLE score ADD COLUMN origin TEXT NOT NULL DEFAULT 'round'
  CHECK (origin IN ('round', 'imported', 'strip', 'pairs'));
ALTER TABLE score ADD COLUMN change_reason TEXT NOT NULL DEFAULT '' CHECK (length(change_reason) <= 200);
ALTER TABLE score ADD COLUMN standard_error REAL CHECK (standard_error >= 0);
ALTER TABLE score ADD COLUMN altered INTEGER NOT NULL DEFAULT 0 CHECK (altered IN (0, 1));
DROP TRIGGER score_is_never_changed;
UPDATE score SET origin = 'imported' WHERE seconds IS NULL;
CREATE TRIGGER score_is_never_changed BEFORE UPDATE ON score
BEGIN SELECT RAISE(ABORT, 'a score is never changed; a new one supersedes it'); END;
`
