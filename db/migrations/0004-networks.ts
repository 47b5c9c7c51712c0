import type { Migration } from './migration'

/**
 * A model is several networks, each trained without a part of the subjects, and more of it may be trained than its
 * head. Models of before are one head that is taken to have seen every subject.
 */
export const networks: Migration = {
  version: 4,
  name: 'networks',
  up: (sql) =>
    sql.script(`
ALTER TABLE model ADD COLUMN depth TEXT NOT NULL DEFAULT 'head' CHECK (depth IN ('head', 'upper', 'all'));
ALTER TABLE model ADD COLUMN networks INTEGER NOT NULL DEFAULT 1 CHECK (networks >= 1);
ALTER TABLE model ADD COLUMN folds TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(folds));
DROP TRIGGER model_is_only_promoted;
CREATE TRIGGER model_is_only_promoted BEFORE UPDATE OF
  id, created_at, objective, seed, device, steps, data_hash, subjects, labels, figures, depth, networks, folds ON model
BEGIN SELECT RAISE(ABORT, 'a model is never changed, only promoted'); END;
`),
}
