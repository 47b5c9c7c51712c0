import type { Migration } from './migration'

/** The study as it began: who, whom, what was seen, what was said of it, what was learned. */
export const study: Migration = {
  version: 1,
  name: 'study',
  up: (sql) => sql.script(PEOPLE + PHOTOGRAPHS + REGIONS + ROUNDS + LEARNING + SCORES + AUDIT),
}

const PEOPLE = `
CREATE TABLE study (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  uuid TEXT NOT NULL CHECK (length(uuid) = 36),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE study_region (
  position INTEGER PRIMARY KEY CHECK (position >= 0),
  region TEXT NOT NULL UNIQUE CHECK (length(region) BETWEEN 1 AND 64)
) STRICT;

CREATE TABLE scale (
  version INTEGER PRIMARY KEY CHECK (version >= 1),
  kind TEXT NOT NULL CHECK (kind IN ('continuous', 'grades')),
  minimum REAL NOT NULL,
  maximum REAL NOT NULL,
  step REAL NOT NULL CHECK (step > 0),
  anchors TEXT NOT NULL CHECK (json_valid(anchors)),
  created_at TEXT NOT NULL,
  CHECK (maximum > minimum)
) STRICT;
CREATE TRIGGER scale_is_never_changed BEFORE UPDATE ON scale
BEGIN SELECT RAISE(ABORT, 'a scale is never changed; a new version is added'); END;
CREATE TRIGGER scale_is_never_deleted BEFORE DELETE ON scale
BEGIN SELECT RAISE(ABORT, 'a scale is never deleted'); END;

CREATE TABLE rater (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 64),
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE subject (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 64),
  created_at TEXT NOT NULL
) STRICT;
`

// Bytes lie apart from what lists read, so that a list never pages through photographs.
const PHOTOGRAPHS = `
CREATE TABLE photograph (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  subject INTEGER NOT NULL REFERENCES subject (id),
  day INTEGER NOT NULL,
  view TEXT NOT NULL CHECK (view IN
    ('frontal', 'oblique-right', 'oblique-left', 'lateral-right', 'lateral-left', 'basal')),
  mirrored INTEGER NOT NULL CHECK (mirrored IN (0, 1)),
  width INTEGER NOT NULL CHECK (width BETWEEN 1 AND 20000),
  height INTEGER NOT NULL CHECK (height BETWEEN 1 AND 20000),
  inter_ocular REAL CHECK (inter_ocular >= 0),
  flags TEXT NOT NULL CHECK (json_valid(flags)),
  added_at TEXT NOT NULL
) STRICT;
CREATE INDEX photograph_by_subject_day ON photograph (subject, day);

CREATE TABLE photograph_bytes (
  photograph INTEGER PRIMARY KEY REFERENCES photograph (id),
  mime TEXT NOT NULL CHECK (mime IN ('image/jpeg', 'image/png', 'image/webp')),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 268435456)
) STRICT;

CREATE TABLE thumbnail (
  photograph INTEGER PRIMARY KEY REFERENCES photograph (id),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 4194304)
) STRICT;

CREATE TABLE landmarks (
  photograph INTEGER PRIMARY KEY REFERENCES photograph (id),
  confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  points TEXT NOT NULL CHECK (json_valid(points))
) STRICT;
`

// region_history holds every polygon that was replaced; undone = 1 where undo itself took it away.
const REGIONS = `
CREATE TABLE region (
  id INTEGER PRIMARY KEY,
  photograph INTEGER NOT NULL REFERENCES photograph (id),
  region TEXT NOT NULL REFERENCES study_region (region) DEFERRABLE INITIALLY DEFERRED,
  side TEXT NOT NULL CHECK (side IN ('right', 'left', 'midline')),
  polygon TEXT NOT NULL CHECK (json_valid(polygon) AND json_array_length(polygon) >= 3),
  origin TEXT NOT NULL CHECK (origin IN ('atlas', 'edited', 'drawn')),
  revision INTEGER NOT NULL CHECK (revision >= 1)
) STRICT;
CREATE UNIQUE INDEX region_by_photograph_region_side ON region (photograph, region, side);

CREATE TABLE region_history (
  region INTEGER NOT NULL REFERENCES region (id),
  revision INTEGER NOT NULL CHECK (revision >= 1),
  polygon TEXT NOT NULL CHECK (json_valid(polygon)),
  origin TEXT NOT NULL CHECK (origin IN ('atlas', 'edited', 'drawn')),
  undone INTEGER NOT NULL CHECK (undone IN (0, 1)),
  replaced_at TEXT NOT NULL,
  PRIMARY KEY (region, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE crop (
  region INTEGER PRIMARY KEY REFERENCES region (id),
  revision INTEGER NOT NULL CHECK (revision >= 1),
  jpeg BLOB NOT NULL CHECK (length(jpeg) BETWEEN 1 AND 1048576)
) STRICT;
`

const ROUNDS = `
CREATE TABLE round (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  rater INTEGER NOT NULL REFERENCES rater (id),
  mode TEXT NOT NULL CHECK (mode IN ('blind', 'assisted')),
  seed INTEGER NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX round_by_rater ON round (rater);

CREATE TABLE assignment (
  round INTEGER NOT NULL REFERENCES round (id),
  position INTEGER NOT NULL CHECK (position >= 0),
  region INTEGER NOT NULL REFERENCES region (id),
  presentation INTEGER NOT NULL CHECK (presentation >= 1),
  PRIMARY KEY (round, position)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX assignment_by_round_region_presentation ON assignment (round, region, presentation);
CREATE INDEX assignment_by_region ON assignment (region);
`

const LEARNING = `
CREATE TABLE model (
  id INTEGER PRIMARY KEY,
  created_at TEXT NOT NULL,
  objective TEXT NOT NULL,
  seed INTEGER NOT NULL,
  device TEXT NOT NULL CHECK (device IN ('cpu', 'gpu')),
  steps INTEGER NOT NULL CHECK (steps >= 0),
  data_hash TEXT NOT NULL,
  subjects INTEGER NOT NULL CHECK (subjects >= 0),
  labels INTEGER NOT NULL CHECK (labels >= 0),
  promoted INTEGER NOT NULL CHECK (promoted IN (0, 1)),
  figures TEXT NOT NULL CHECK (json_valid(figures))
) STRICT;
CREATE UNIQUE INDEX model_by_promoted ON model (promoted) WHERE promoted = 1;
CREATE TRIGGER model_is_only_promoted BEFORE UPDATE OF
  id, created_at, objective, seed, device, steps, data_hash, subjects, labels, figures ON model
BEGIN SELECT RAISE(ABORT, 'a model is never changed, only promoted'); END;

CREATE TABLE model_weights (
  model INTEGER PRIMARY KEY REFERENCES model (id),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  bytes BLOB NOT NULL CHECK (length(bytes) > 0 AND length(bytes) % 4 = 0)
) STRICT;

CREATE TABLE embedding (
  model INTEGER NOT NULL REFERENCES model (id),
  region INTEGER NOT NULL REFERENCES region (id),
  revision INTEGER NOT NULL CHECK (revision >= 1),
  vector BLOB NOT NULL CHECK (length(vector) > 0 AND length(vector) % 4 = 0),
  PRIMARY KEY (model, region)
) STRICT, WITHOUT ROWID;
CREATE INDEX embedding_by_region ON embedding (region);

CREATE TABLE suggestion (
  id INTEGER PRIMARY KEY,
  region INTEGER NOT NULL REFERENCES region (id),
  revision INTEGER NOT NULL CHECK (revision >= 1),
  model INTEGER NOT NULL REFERENCES model (id),
  value REAL,
  low REAL,
  high REAL CHECK (high >= low),
  level REAL CHECK (level > 0 AND level < 1),
  second_opinion REAL,
  neighbours TEXT NOT NULL CHECK (json_valid(neighbours)),
  left_out INTEGER NOT NULL CHECK (left_out >= 0),
  because TEXT NOT NULL,
  made_at TEXT NOT NULL,
  CHECK ((low IS NULL) = (high IS NULL) AND (low IS NULL) = (level IS NULL))
) STRICT;
CREATE INDEX suggestion_by_model_region ON suggestion (model, region);
CREATE INDEX suggestion_by_region ON suggestion (region);
CREATE TRIGGER suggestion_is_never_changed BEFORE UPDATE ON suggestion
BEGIN SELECT RAISE(ABORT, 'a suggestion is never changed'); END;
CREATE TRIGGER suggestion_is_never_deleted BEFORE DELETE ON suggestion
BEGIN SELECT RAISE(ABORT, 'a suggestion is never deleted'); END;
`

// The current score of a region, rater, round and presentation is the end of a chain: it has exactly one
// beginning (score_by_first) and every score is superseded at most once (score_by_supersedes).
const SCORES = `
CREATE TABLE score (
  id INTEGER PRIMARY KEY,
  region INTEGER NOT NULL REFERENCES region (id),
  rater INTEGER NOT NULL REFERENCES rater (id),
  round INTEGER REFERENCES round (id),
  presentation INTEGER NOT NULL CHECK (presentation >= 1),
  scale_version INTEGER NOT NULL REFERENCES scale (version),
  value REAL,
  reason TEXT CHECK (reason IN ('covered', 'blurred', 'lighting', 'expression', 'pose', 'other')),
  note TEXT NOT NULL CHECK (length(note) <= 2000),
  suggestion_seen TEXT NOT NULL CHECK (suggestion_seen IN ('no', 'before')),
  suggestion INTEGER REFERENCES suggestion (id),
  seconds REAL CHECK (seconds >= 0),
  supersedes INTEGER REFERENCES score (id) CHECK (supersedes < id),
  scored_at TEXT NOT NULL,
  CHECK ((value IS NULL) <> (reason IS NULL)),
  FOREIGN KEY (round, region, presentation) REFERENCES assignment (round, region, presentation)
) STRICT;
CREATE INDEX score_by_region_rater ON score (region, rater, round, presentation);
CREATE UNIQUE INDEX score_by_first ON score (region, rater, ifnull(round, 0), presentation)
  WHERE supersedes IS NULL;
CREATE UNIQUE INDEX score_by_supersedes ON score (supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX score_by_round_region ON score (round, region, presentation, supersedes) WHERE supersedes IS NULL;
CREATE TRIGGER score_is_on_its_scale BEFORE INSERT ON score
WHEN NEW.value IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM scale WHERE version = NEW.scale_version AND NEW.value BETWEEN minimum AND maximum)
BEGIN SELECT RAISE(ABORT, 'a score lies on its scale'); END;
CREATE TRIGGER score_supersedes_its_own BEFORE INSERT ON score
WHEN NEW.supersedes IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM score WHERE id = NEW.supersedes AND region = NEW.region AND rater = NEW.rater
    AND round IS NEW.round AND presentation = NEW.presentation)
BEGIN SELECT RAISE(ABORT, 'a score supersedes only one of the same region, rater, round and presentation'); END;
CREATE TRIGGER score_is_never_changed BEFORE UPDATE ON score
BEGIN SELECT RAISE(ABORT, 'a score is never changed; a new one supersedes it'); END;
CREATE TRIGGER score_is_never_deleted BEFORE DELETE ON score
BEGIN SELECT RAISE(ABORT, 'a score is never deleted'); END;
`

const AUDIT = `
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  behind INTEGER NOT NULL CHECK (behind >= 0),
  who TEXT NOT NULL,
  action TEXT NOT NULL CHECK (length(action) > 0),
  entity TEXT NOT NULL,
  detail TEXT NOT NULL CHECK (json_valid(detail)),
  app_version TEXT NOT NULL,
  previous TEXT NOT NULL CHECK (length(previous) = 64),
  hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is never deleted'); END;
`
