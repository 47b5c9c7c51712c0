import type { Migration } from './migration'

/**
 * What the image network sees in a crop is kept, so that it looks at every crop once and never again. A crop is known
 * by its region and revision, as for embeddings. The rows have an id of their own because a table in order of its key
 * takes as much room, and finding out what is there would have to pass over the features themselves.
 */
export const feature: Migration = {
  version: 3,
  name: 'feature',
  up: (sql) =>
    sql.script(`
CREATE TABLE feature (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 64),
  region INTEGER NOT NULL REFERENCES region (id),
  revision INTEGER NOT NULL CHECK (revision >= 1),
  variant INTEGER NOT NULL CHECK (variant >= 0),
  halves BLOB NOT NULL CHECK (length(halves) > 0 AND length(halves) % 2 = 0)
) STRICT;
CREATE UNIQUE INDEX feature_by_kind_region_revision_variant ON feature (kind, region, revision, variant);
CREATE INDEX feature_by_region_revision ON feature (region, revision);
`),
}
