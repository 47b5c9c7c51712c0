import type { Migration } from './migration'

/** What was measured of a photograph at import, from which its flags come; photographs of before have nothing measured. */
export const quality: Migration = {
  version: 8,
  name: 'quality',
  up: (sql) =>
    sql.script(`
ALTER TABLE photograph ADD COLUMN quality TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(quality));
`),
}
