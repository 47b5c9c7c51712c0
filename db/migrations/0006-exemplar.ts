import type { Migration } from './migration'

/**
 * Exemplars stand beside the scale: crops of this study that show what a value looks like. They belong to a version of
 * the scale and keep their own picture, so that an outline changed later changes no exemplar.
 */
export const exemplar: Migration = {
  version: 6,
  name: 'exemplar',
  up: (sql) =>
    sql.script(`
CREATE TABLE exemplar (
  id INTEGER PRIMARY KEY,
  scale_version INTEGER NOT NULL REFERENCES scale (version),
  value REAL NOT NULL,
  region INTEGER NOT NULL REFERENCES region (id),
  revision INTEGER NOT NULL CHECK (revision >= 1),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  jpeg BLOB NOT NULL CHECK (length(jpeg) BETWEEN 1 AND 1048576),
  chosen_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX exemplar_by_scale_region ON exemplar (scale_version, region);
CREATE INDEX exemplar_by_region ON exemplar (region);
CREATE TRIGGER exemplar_is_never_changed BEFORE UPDATE ON exemplar
BEGIN SELECT RAISE(ABORT, 'an exemplar is never changed; a new version of the scale has others'); END;
`),
}
