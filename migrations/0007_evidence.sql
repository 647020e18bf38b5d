-- +goose Up

-- A customer journey map. version counts the changes of its structure; journey_versions keeps each.
CREATE TABLE journeys (
    id         TEXT NOT NULL PRIMARY KEY,
    title      TEXT NOT NULL,
    about      TEXT NOT NULL DEFAULT '',
    version    INTEGER NOT NULL DEFAULT 1,
    created_by TEXT NOT NULL REFERENCES people (id),
    created_at {{TIME}} NOT NULL,
    updated_at {{TIME}} NOT NULL
);

-- What one edit of the map did (change: JSON of what, before and after) and the whole structure as it left it (map: JSON).
CREATE TABLE journey_versions (
    journey_id TEXT NOT NULL REFERENCES journeys (id),
    version    INTEGER NOT NULL,
    editor_id  TEXT NOT NULL REFERENCES people (id),
    change     TEXT NOT NULL,
    map        TEXT NOT NULL,
    created_at {{TIME}} NOT NULL,
    PRIMARY KEY (journey_id, version)
);

CREATE TABLE stages (
    id         TEXT NOT NULL PRIMARY KEY,
    journey_id TEXT NOT NULL REFERENCES journeys (id),
    name       TEXT NOT NULL,
    position   INTEGER NOT NULL,
    version    INTEGER NOT NULL DEFAULT 1,
    created_at {{TIME}} NOT NULL,
    updated_at {{TIME}} NOT NULL
);
CREATE INDEX stages_journey ON stages (journey_id, position);

-- does, feels, people and systems are the lanes: what the customer does and feels, who of ours is there, which systems of ours.
CREATE TABLE touchpoints (
    id         TEXT NOT NULL PRIMARY KEY,
    journey_id TEXT NOT NULL REFERENCES journeys (id),
    stage_id   TEXT NOT NULL REFERENCES stages (id),
    name       TEXT NOT NULL,
    position   INTEGER NOT NULL,
    does       TEXT NOT NULL DEFAULT '',
    feels      TEXT NOT NULL DEFAULT '',
    people     TEXT NOT NULL DEFAULT '',
    systems    TEXT NOT NULL DEFAULT '',
    version    INTEGER NOT NULL DEFAULT 1,
    created_at {{TIME}} NOT NULL,
    updated_at {{TIME}} NOT NULL
);
CREATE INDEX touchpoints_stage ON touchpoints (stage_id, position);
CREATE INDEX touchpoints_journey ON touchpoints (journey_id);

-- An uploaded file of insights, its settings and how far it is. A worker holds the lease while it reads; whoever finds it expired goes
-- on from offset_bytes, which moves in the same transaction as the rows read up to there.
CREATE TABLE insight_imports (
    id           TEXT NOT NULL PRIMARY KEY,
    name         TEXT NOT NULL,
    blob_key     TEXT NOT NULL DEFAULT '',
    size         BIGINT NOT NULL,
    state        TEXT NOT NULL,
    -- encoding, delimiter, mapping, defaults, what to do with personal data: JSON
    settings     TEXT NOT NULL DEFAULT '{}',
    offset_bytes BIGINT NOT NULL DEFAULT 0,
    line         INTEGER NOT NULL DEFAULT 0,
    added        INTEGER NOT NULL DEFAULT 0,
    rejected     INTEGER NOT NULL DEFAULT 0,
    masked       INTEGER NOT NULL DEFAULT 0,
    kept         INTEGER NOT NULL DEFAULT 0,
    error        TEXT NOT NULL DEFAULT '',
    lease_until  {{TIME}},
    created_by   TEXT NOT NULL REFERENCES people (id),
    created_at   {{TIME}} NOT NULL,
    updated_at   {{TIME}} NOT NULL,
    finished_at  {{TIME}}
);
CREATE INDEX insight_imports_state ON insight_imports (state);

CREATE TABLE insight_import_rejects (
    import_id TEXT NOT NULL REFERENCES insight_imports (id),
    line      INTEGER NOT NULL,
    reason    TEXT NOT NULL,
    cells     TEXT NOT NULL,
    PRIMARY KEY (import_id, line)
);

-- The last settings used for a source, offered again for the next file of it.
CREATE TABLE insight_mappings (
    source     TEXT NOT NULL PRIMARY KEY,
    settings   TEXT NOT NULL,
    updated_at {{TIME}} NOT NULL
);

-- said_on is a day of the calendar, YYYY-MM-DD; sentiment is -2 to 2.
CREATE TABLE insights (
    id            TEXT NOT NULL PRIMARY KEY,
    quote         TEXT NOT NULL,
    note          TEXT NOT NULL DEFAULT '',
    source_kind   TEXT NOT NULL,
    source        TEXT NOT NULL DEFAULT '',
    segment       TEXT NOT NULL DEFAULT '',
    said_on       TEXT NOT NULL,
    sentiment     INTEGER NOT NULL,
    touchpoint_id TEXT REFERENCES touchpoints (id),
    author_id     TEXT NOT NULL REFERENCES people (id),
    import_id     TEXT REFERENCES insight_imports (id),
    masked        BOOLEAN NOT NULL DEFAULT FALSE,
    version       INTEGER NOT NULL DEFAULT 1,
    created_at    {{TIME}} NOT NULL,
    updated_at    {{TIME}} NOT NULL
);
-- Covers the map: a touchpoint's moods, its strongest quotes and its sources, by source, period and segment, need the index alone.
CREATE INDEX insights_map ON insights (touchpoint_id, sentiment, said_on, id, source_kind, segment, source);
-- The different sources, in their order.
CREATE INDEX insights_source ON insights (source_kind, source, touchpoint_id, said_on, segment) WHERE source <> '';
-- The list, newest said first: of all, of one touchpoint, of one segment, of one import, of one author.
CREATE INDEX insights_touchpoint ON insights (touchpoint_id, said_on, id);
CREATE INDEX insights_said ON insights (said_on, id);
CREATE INDEX insights_segment ON insights (segment, said_on, id);
CREATE INDEX insights_import ON insights (import_id, said_on, id);
CREATE INDEX insights_author ON insights (author_id, said_on, id);

-- status: raised, confirmed, merged (into another) or dismissed.
CREATE TABLE sticking_points (
    id            TEXT NOT NULL PRIMARY KEY,
    touchpoint_id TEXT NOT NULL REFERENCES touchpoints (id),
    title         TEXT NOT NULL,
    body          TEXT NOT NULL DEFAULT '',
    status        TEXT NOT NULL,
    merged_into   TEXT REFERENCES sticking_points (id),
    author_id     TEXT NOT NULL REFERENCES people (id),
    me_too_count  INTEGER NOT NULL DEFAULT 0,
    version       INTEGER NOT NULL DEFAULT 1,
    created_at    {{TIME}} NOT NULL,
    updated_at    {{TIME}} NOT NULL
);
CREATE INDEX sticking_points_touchpoint ON sticking_points (touchpoint_id);

CREATE TABLE me_toos (
    sticking_point_id TEXT NOT NULL REFERENCES sticking_points (id),
    person_id         TEXT NOT NULL REFERENCES people (id),
    created_at        {{TIME}} NOT NULL,
    PRIMARY KEY (sticking_point_id, person_id)
);

-- kind: nps, csat, ces or own. better: higher or lower.
CREATE TABLE metrics (
    id            TEXT NOT NULL PRIMARY KEY,
    touchpoint_id TEXT NOT NULL REFERENCES touchpoints (id),
    kind          TEXT NOT NULL,
    name          TEXT NOT NULL,
    unit          TEXT NOT NULL DEFAULT '',
    better        TEXT NOT NULL,
    version       INTEGER NOT NULL DEFAULT 1,
    created_by    TEXT NOT NULL REFERENCES people (id),
    created_at    {{TIME}} NOT NULL,
    updated_at    {{TIME}} NOT NULL
);
CREATE INDEX metrics_touchpoint ON metrics (touchpoint_id);

-- One measurement. counted: for NPS the counts of promoters, passives and detractors, for CSAT satisfied of answers, give the value and
-- its interval. Without them the value stands alone; 0 answers is "not told" then.
CREATE TABLE metric_points (
    metric_id  TEXT NOT NULL REFERENCES metrics (id),
    measured_on TEXT NOT NULL,
    value      DOUBLE PRECISION NOT NULL,
    answers    INTEGER NOT NULL DEFAULT 0,
    promoters  INTEGER NOT NULL DEFAULT 0,
    detractors INTEGER NOT NULL DEFAULT 0,
    satisfied  INTEGER NOT NULL DEFAULT 0,
    counted    BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (metric_id, measured_on)
);

-- Ideas: merging, with the authors' consent. via names the merge that copied a vote to the surviving idea; '' is a vote of its own.
ALTER TABLE votes ADD COLUMN via TEXT NOT NULL DEFAULT '';
ALTER TABLE ideas ADD COLUMN merged_into TEXT REFERENCES ideas (id);
CREATE INDEX ideas_merged ON ideas (merged_into);

-- state: proposed, done, declined, withdrawn or undone. status_before is the merged idea's status, given back by undo.
CREATE TABLE idea_merges (
    id             TEXT NOT NULL PRIMARY KEY,
    source_id      TEXT NOT NULL REFERENCES ideas (id),
    target_id      TEXT NOT NULL REFERENCES ideas (id),
    proposed_by    TEXT NOT NULL REFERENCES people (id),
    note           TEXT NOT NULL DEFAULT '',
    state          TEXT NOT NULL,
    source_agreed  BOOLEAN NOT NULL DEFAULT FALSE,
    target_agreed  BOOLEAN NOT NULL DEFAULT FALSE,
    reason         TEXT NOT NULL DEFAULT '',
    ended_by       TEXT REFERENCES people (id),
    status_before  TEXT NOT NULL DEFAULT '',
    created_at     {{TIME}} NOT NULL,
    ended_at       {{TIME}}
);
CREATE INDEX idea_merges_source ON idea_merges (source_id);
CREATE INDEX idea_merges_target ON idea_merges (target_id);

-- status: taken_up, merged, later, declined or done.
CREATE TABLE idea_answers (
    idea_id    TEXT NOT NULL PRIMARY KEY REFERENCES ideas (id),
    status     TEXT NOT NULL,
    reason     TEXT NOT NULL,
    author_id  TEXT NOT NULL REFERENCES people (id),
    created_at {{TIME}} NOT NULL,
    updated_at {{TIME}} NOT NULL
);

-- Each idea is owed an answer this many days after it was posted.
ALTER TABLE challenges ADD COLUMN answer_days INTEGER NOT NULL DEFAULT 14;
ALTER TABLE challenges ADD COLUMN archived_at {{TIME}};
ALTER TABLE themes ADD COLUMN about TEXT NOT NULL DEFAULT '';

ALTER TABLE concepts ADD COLUMN who_suffers TEXT NOT NULL DEFAULT '';
ALTER TABLE concepts ADD COLUMN measure TEXT NOT NULL DEFAULT '';

CREATE TABLE concept_themes (
    concept_id TEXT NOT NULL REFERENCES concepts (id),
    theme_id   TEXT NOT NULL REFERENCES themes (id),
    PRIMARY KEY (concept_id, theme_id)
);
CREATE INDEX concept_themes_theme ON concept_themes (theme_id);

-- state: invited, accepted or declined.
CREATE TABLE concept_authors (
    concept_id TEXT NOT NULL REFERENCES concepts (id),
    person_id  TEXT NOT NULL REFERENCES people (id),
    state      TEXT NOT NULL,
    invited_by TEXT NOT NULL REFERENCES people (id),
    created_at {{TIME}} NOT NULL,
    updated_at {{TIME}} NOT NULL,
    PRIMARY KEY (concept_id, person_id)
);
CREATE INDEX concept_authors_person ON concept_authors (person_id, state);

-- Somebody's words for one field of the canvas. state: open, accepted, declined or withdrawn.
CREATE TABLE concept_suggestions (
    id         TEXT NOT NULL PRIMARY KEY,
    concept_id TEXT NOT NULL REFERENCES concepts (id),
    author_id  TEXT NOT NULL REFERENCES people (id),
    field      TEXT NOT NULL,
    was        TEXT NOT NULL,
    words      TEXT NOT NULL,
    note       TEXT NOT NULL DEFAULT '',
    state      TEXT NOT NULL,
    ended_by   TEXT REFERENCES people (id),
    reason     TEXT NOT NULL DEFAULT '',
    created_at {{TIME}} NOT NULL,
    ended_at   {{TIME}}
);
CREATE INDEX concept_suggestions_concept ON concept_suggestions (concept_id, id);

CREATE TABLE pictures (
    id           TEXT NOT NULL PRIMARY KEY,
    person_id    TEXT NOT NULL REFERENCES people (id),
    blob_key     TEXT NOT NULL,
    content_type TEXT NOT NULL,
    width        INTEGER NOT NULL,
    height       INTEGER NOT NULL,
    created_at   {{TIME}} NOT NULL
);

-- The effect: what is measured, when, and the two measurements. Values are NULL until they are known; days are YYYY-MM-DD.
ALTER TABLE commitments ADD COLUMN metric_id TEXT REFERENCES metrics (id);
ALTER TABLE commitments ADD COLUMN measure TEXT NOT NULL DEFAULT '';
ALTER TABLE commitments ADD COLUMN unit TEXT NOT NULL DEFAULT '';
ALTER TABLE commitments ADD COLUMN better TEXT NOT NULL DEFAULT 'higher';
ALTER TABLE commitments ADD COLUMN before_value DOUBLE PRECISION;
ALTER TABLE commitments ADD COLUMN before_on TEXT NOT NULL DEFAULT '';
ALTER TABLE commitments ADD COLUMN after_value DOUBLE PRECISION;
ALTER TABLE commitments ADD COLUMN after_on TEXT NOT NULL DEFAULT '';
ALTER TABLE commitments ADD COLUMN measure_on TEXT NOT NULL DEFAULT '';
-- Why it was stopped; public.
ALTER TABLE commitments ADD COLUMN reason TEXT NOT NULL DEFAULT '';
CREATE INDEX commitments_concept ON commitments (concept_id);

CREATE TABLE commitment_updates (
    id            TEXT NOT NULL PRIMARY KEY,
    commitment_id TEXT NOT NULL REFERENCES commitments (id),
    author_id     TEXT NOT NULL REFERENCES people (id),
    body          TEXT NOT NULL,
    picture_id    TEXT REFERENCES pictures (id),
    picture_alt   TEXT NOT NULL DEFAULT '',
    created_at    {{TIME}} NOT NULL
);
CREATE INDEX commitment_updates_commitment ON commitment_updates (commitment_id, id);

CREATE TABLE follows (
    kind       TEXT NOT NULL,
    id         TEXT NOT NULL,
    person_id  TEXT NOT NULL REFERENCES people (id),
    created_at {{TIME}} NOT NULL,
    PRIMARY KEY (kind, id, person_id)
);

-- What somebody is told of, once an activity: what became of what they said. source is their own contribution that led there.
CREATE TABLE notices (
    person_id    TEXT NOT NULL REFERENCES people (id),
    seq          BIGINT NOT NULL,
    kind         TEXT NOT NULL,
    ref_kind     TEXT NOT NULL,
    ref_id       TEXT NOT NULL,
    challenge_id TEXT NOT NULL,
    title        TEXT NOT NULL,
    source_kind  TEXT NOT NULL DEFAULT '',
    source_id    TEXT NOT NULL DEFAULT '',
    at           {{TIME}} NOT NULL,
    read_at      {{TIME}},
    PRIMARY KEY (person_id, seq)
);
-- How far the log has been read for notices; the row is held while one replica reads on.
CREATE TABLE notice_cursor (
    id  INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    seq BIGINT NOT NULL
);
INSERT INTO notice_cursor (id, seq) SELECT 1, seq FROM activity_counter WHERE id = 1;

-- +goose Down
DROP TABLE notice_cursor;
DROP TABLE notices;
DROP TABLE follows;
DROP TABLE commitment_updates;
DROP INDEX commitments_concept;
ALTER TABLE commitments DROP COLUMN reason;
ALTER TABLE commitments DROP COLUMN measure_on;
ALTER TABLE commitments DROP COLUMN after_on;
ALTER TABLE commitments DROP COLUMN after_value;
ALTER TABLE commitments DROP COLUMN before_on;
ALTER TABLE commitments DROP COLUMN before_value;
ALTER TABLE commitments DROP COLUMN better;
ALTER TABLE commitments DROP COLUMN unit;
ALTER TABLE commitments DROP COLUMN measure;
ALTER TABLE commitments DROP COLUMN metric_id;
DROP TABLE pictures;
DROP TABLE concept_suggestions;
DROP TABLE concept_authors;
DROP TABLE concept_themes;
ALTER TABLE concepts DROP COLUMN measure;
ALTER TABLE concepts DROP COLUMN who_suffers;
ALTER TABLE themes DROP COLUMN about;
ALTER TABLE challenges DROP COLUMN archived_at;
ALTER TABLE challenges DROP COLUMN answer_days;
DROP TABLE idea_answers;
DROP TABLE idea_merges;
DROP INDEX ideas_merged;
ALTER TABLE ideas DROP COLUMN merged_into;
ALTER TABLE votes DROP COLUMN via;
DROP TABLE metric_points;
DROP TABLE metrics;
DROP TABLE me_toos;
DROP TABLE sticking_points;
DROP TABLE insights;
DROP TABLE insight_mappings;
DROP TABLE insight_import_rejects;
DROP TABLE insight_imports;
DROP TABLE touchpoints;
DROP TABLE stages;
DROP TABLE journey_versions;
DROP TABLE journeys;
DELETE FROM lineage WHERE from_kind IN ('insight', 'sticking_point') OR to_kind IN ('insight', 'sticking_point');
