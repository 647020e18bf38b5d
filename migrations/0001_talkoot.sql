-- +goose Up

-- One row a person, known by single sign-on's (issuer, subject) and by nothing else. subject is empty for a person added
-- before the first sign-in (talkoot person add); the first sign-in with that verified address from the configured issuer takes the row.
CREATE TABLE people (
    id         TEXT NOT NULL PRIMARY KEY,
    issuer     TEXT NOT NULL,
    subject    TEXT NOT NULL,
    email      TEXT NOT NULL,
    name       TEXT NOT NULL,
    department TEXT NOT NULL DEFAULT '',
    picture    TEXT NOT NULL DEFAULT '',
    locale     TEXT NOT NULL DEFAULT '',
    active     BOOLEAN NOT NULL DEFAULT TRUE,
    created_at {{TIME}} NOT NULL,
    updated_at {{TIME}} NOT NULL
);
CREATE UNIQUE INDEX people_identity ON people (issuer, subject) WHERE subject <> '';
CREATE UNIQUE INDEX people_email ON people (email) WHERE email <> '';

-- source is 'sso' (rewritten at each sign-in from the groups claim) or 'product' (given here).
CREATE TABLE person_roles (
    person_id TEXT NOT NULL REFERENCES people (id),
    role      TEXT NOT NULL,
    source    TEXT NOT NULL,
    PRIMARY KEY (person_id, role, source)
);

CREATE TABLE sessions (
    id_hash    TEXT NOT NULL PRIMARY KEY,
    person_id  TEXT NOT NULL REFERENCES people (id),
    id_token   TEXT NOT NULL DEFAULT '',
    created_at {{TIME}} NOT NULL,
    seen_at    {{TIME}} NOT NULL,
    expires_at {{TIME}} NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id);

-- A sign-in under way: taken out of the table by the one callback that answers it.
CREATE TABLE login_flows (
    state_hash   TEXT NOT NULL PRIMARY KEY,
    browser_hash TEXT NOT NULL,
    nonce        TEXT NOT NULL,
    verifier     TEXT NOT NULL,
    return_to    TEXT NOT NULL,
    expires_at   {{TIME}} NOT NULL
);

CREATE TABLE tokens (
    id           TEXT NOT NULL PRIMARY KEY,
    person_id    TEXT NOT NULL REFERENCES people (id),
    token_hash   TEXT NOT NULL UNIQUE,
    name         TEXT NOT NULL DEFAULT '',
    created_at   {{TIME}} NOT NULL,
    last_used_at {{TIME}},
    expires_at   {{TIME}}
);

CREATE TABLE challenges (
    id          TEXT NOT NULL PRIMARY KEY,
    title       TEXT NOT NULL,
    brief       TEXT NOT NULL DEFAULT '',
    vote_mode   TEXT NOT NULL,
    -- A JSON list of departments; [] is everyone.
    audience    TEXT NOT NULL DEFAULT '[]',
    attribution TEXT NOT NULL DEFAULT '',
    created_by  TEXT NOT NULL REFERENCES people (id),
    version     INTEGER NOT NULL DEFAULT 1,
    created_at  {{TIME}} NOT NULL,
    updated_at  {{TIME}} NOT NULL
);

CREATE TABLE phases (
    challenge_id TEXT NOT NULL REFERENCES challenges (id),
    name         TEXT NOT NULL,
    opens_at     {{TIME}} NOT NULL,
    closes_at    {{TIME}} NOT NULL,
    PRIMARY KEY (challenge_id, name)
);

CREATE TABLE challenge_facilitators (
    challenge_id TEXT NOT NULL REFERENCES challenges (id),
    person_id    TEXT NOT NULL REFERENCES people (id),
    PRIMARY KEY (challenge_id, person_id)
);

CREATE TABLE themes (
    id           TEXT NOT NULL PRIMARY KEY,
    challenge_id TEXT NOT NULL REFERENCES challenges (id),
    name         TEXT NOT NULL,
    position     INTEGER NOT NULL,
    UNIQUE (challenge_id, name)
);

-- Counts stand on the row so that sorted lists of thousands need no join; package vote keeps them true in the vote's own transaction.
CREATE TABLE ideas (
    id            TEXT NOT NULL PRIMARY KEY,
    challenge_id  TEXT NOT NULL REFERENCES challenges (id),
    theme_id      TEXT REFERENCES themes (id),
    author_id     TEXT NOT NULL REFERENCES people (id),
    title         TEXT NOT NULL,
    body          TEXT NOT NULL DEFAULT '',
    status        TEXT NOT NULL,
    agree_count   INTEGER NOT NULL DEFAULT 0,
    disagree_count INTEGER NOT NULL DEFAULT 0,
    pass_count    INTEGER NOT NULL DEFAULT 0,
    comment_count INTEGER NOT NULL DEFAULT 0,
    score         INTEGER NOT NULL DEFAULT 0,
    hot           BIGINT NOT NULL DEFAULT 0,
    version       INTEGER NOT NULL DEFAULT 1,
    created_at    {{TIME}} NOT NULL,
    updated_at    {{TIME}} NOT NULL,
    deleted_at    {{TIME}}
);
CREATE INDEX ideas_new ON ideas (challenge_id, id);
CREATE INDEX ideas_top ON ideas (challenge_id, score, id);
CREATE INDEX ideas_hot ON ideas (challenge_id, hot, id);
CREATE INDEX ideas_author ON ideas (author_id, id);

CREATE TABLE concepts (
    id            TEXT NOT NULL PRIMARY KEY,
    challenge_id  TEXT NOT NULL REFERENCES challenges (id),
    title         TEXT NOT NULL,
    problem       TEXT NOT NULL DEFAULT '',
    solution      TEXT NOT NULL DEFAULT '',
    customer_value TEXT NOT NULL DEFAULT '',
    company_value TEXT NOT NULL DEFAULT '',
    first_step    TEXT NOT NULL DEFAULT '',
    -- 0 is not yet said, 1 the smallest, 5 the largest.
    effort        INTEGER NOT NULL DEFAULT 0,
    impact        INTEGER NOT NULL DEFAULT 0,
    owner_id      TEXT NOT NULL REFERENCES people (id),
    created_by    TEXT NOT NULL REFERENCES people (id),
    agree_count   INTEGER NOT NULL DEFAULT 0,
    disagree_count INTEGER NOT NULL DEFAULT 0,
    pass_count    INTEGER NOT NULL DEFAULT 0,
    comment_count INTEGER NOT NULL DEFAULT 0,
    score         INTEGER NOT NULL DEFAULT 0,
    version       INTEGER NOT NULL DEFAULT 1,
    created_at    {{TIME}} NOT NULL,
    updated_at    {{TIME}} NOT NULL
);
CREATE INDEX concepts_challenge ON concepts (challenge_id, id);

CREATE TABLE concept_versions (
    concept_id TEXT NOT NULL REFERENCES concepts (id),
    version    INTEGER NOT NULL,
    editor_id  TEXT NOT NULL REFERENCES people (id),
    -- The names of the fields that changed, as a JSON list, and the whole canvas as it stood, as JSON.
    changed    TEXT NOT NULL,
    canvas     TEXT NOT NULL,
    created_at {{TIME}} NOT NULL,
    PRIMARY KEY (concept_id, version)
);

-- value: 1 support or agree, -1 disagree, 0 pass.
CREATE TABLE votes (
    target_kind TEXT NOT NULL,
    target_id   TEXT NOT NULL,
    person_id   TEXT NOT NULL REFERENCES people (id),
    value       INTEGER NOT NULL,
    created_at  {{TIME}} NOT NULL,
    updated_at  {{TIME}} NOT NULL,
    PRIMARY KEY (target_kind, target_id, person_id)
);
CREATE INDEX votes_person ON votes (person_id, target_kind);

CREATE TABLE comments (
    id           TEXT NOT NULL PRIMARY KEY,
    target_kind  TEXT NOT NULL,
    target_id    TEXT NOT NULL,
    challenge_id TEXT NOT NULL REFERENCES challenges (id),
    parent_id    TEXT REFERENCES comments (id),
    author_id    TEXT NOT NULL REFERENCES people (id),
    body         TEXT NOT NULL,
    version      INTEGER NOT NULL DEFAULT 1,
    created_at   {{TIME}} NOT NULL,
    updated_at   {{TIME}} NOT NULL,
    deleted_at   {{TIME}}
);
CREATE INDEX comments_target ON comments (target_kind, target_id, id);

CREATE TABLE lineage (
    from_kind  TEXT NOT NULL,
    from_id    TEXT NOT NULL,
    to_kind    TEXT NOT NULL,
    to_id      TEXT NOT NULL,
    created_at {{TIME}} NOT NULL,
    PRIMARY KEY (from_kind, from_id, to_kind, to_id)
);
CREATE INDEX lineage_to ON lineage (to_kind, to_id);

CREATE TABLE decisions (
    id           TEXT NOT NULL PRIMARY KEY,
    challenge_id TEXT NOT NULL REFERENCES challenges (id),
    title        TEXT NOT NULL,
    question     TEXT NOT NULL DEFAULT '',
    seats        INTEGER NOT NULL,
    method       TEXT NOT NULL,
    options      TEXT NOT NULL DEFAULT '{}',
    quorum       INTEGER NOT NULL,
    state        TEXT NOT NULL,
    opens_at     {{TIME}},
    closes_at    {{TIME}} NOT NULL,
    closed_at    {{TIME}},
    -- The public turnout: refreshed in batches, so that it does not tell who has just voted.
    turnout      INTEGER NOT NULL DEFAULT 0,
    turnout_at   {{TIME}},
    -- Written once by the count and by nothing else.
    config       TEXT NOT NULL DEFAULT '',
    result       TEXT NOT NULL DEFAULT '',
    created_by   TEXT NOT NULL REFERENCES people (id),
    version      INTEGER NOT NULL DEFAULT 1,
    created_at   {{TIME}} NOT NULL,
    updated_at   {{TIME}} NOT NULL
);
CREATE INDEX decisions_challenge ON decisions (challenge_id, id);
CREATE INDEX decisions_due ON decisions (state, closes_at);

CREATE TABLE decision_candidates (
    decision_id TEXT NOT NULL REFERENCES decisions (id),
    concept_id  TEXT NOT NULL REFERENCES concepts (id),
    title       TEXT NOT NULL,
    PRIMARY KEY (decision_id, concept_id)
);
CREATE INDEX decision_candidates_concept ON decision_candidates (concept_id);

CREATE TABLE decision_panel (
    decision_id TEXT NOT NULL REFERENCES decisions (id),
    person_id   TEXT NOT NULL REFERENCES people (id),
    PRIMARY KEY (decision_id, person_id)
);

-- Who has taken part, and what was cast, share the round and nothing else: no key, no order, no time.
CREATE TABLE participations (
    decision_id TEXT NOT NULL REFERENCES decisions (id),
    person_id   TEXT NOT NULL REFERENCES people (id),
    PRIMARY KEY (decision_id, person_id)
) {{NO_ROWID}};

CREATE TABLE ballots (
    id            TEXT NOT NULL PRIMARY KEY,
    decision_id   TEXT NOT NULL REFERENCES decisions (id),
    record        TEXT NOT NULL,
    edit_key_hash TEXT NOT NULL
) {{NO_ROWID}};
CREATE INDEX ballots_decision ON ballots (decision_id);

CREATE TABLE commitments (
    id           TEXT NOT NULL PRIMARY KEY,
    challenge_id TEXT NOT NULL REFERENCES challenges (id),
    decision_id  TEXT REFERENCES decisions (id),
    concept_id   TEXT REFERENCES concepts (id),
    title        TEXT NOT NULL,
    owner_id     TEXT REFERENCES people (id),
    status       TEXT NOT NULL,
    note         TEXT NOT NULL DEFAULT '',
    starts_on    TEXT NOT NULL DEFAULT '',
    due_on       TEXT NOT NULL DEFAULT '',
    version      INTEGER NOT NULL DEFAULT 1,
    created_at   {{TIME}} NOT NULL,
    updated_at   {{TIME}} NOT NULL,
    UNIQUE (decision_id, concept_id)
);

-- Numbers come from the counter just before commit, so a reader behind a cursor never misses one that became visible late.
CREATE TABLE activity_counter (
    id  INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    seq BIGINT NOT NULL
);
INSERT INTO activity_counter (id, seq) VALUES (1, 0);

CREATE TABLE activities (
    seq          BIGINT NOT NULL PRIMARY KEY,
    kind         TEXT NOT NULL,
    ref_kind     TEXT NOT NULL,
    ref_id       TEXT NOT NULL,
    challenge_id TEXT NOT NULL,
    -- Empty where the product itself acted, or where the actor must not be told.
    actor_id     TEXT NOT NULL,
    at           {{TIME}} NOT NULL,
    -- What the feed shows, as JSON: titles, an excerpt, public counts. Never a ballot, never a hidden count.
    summary      TEXT NOT NULL,
    -- FALSE for changes that only move a counter on the page: sent live, left out of the feed's story.
    story        BOOLEAN NOT NULL
);
CREATE INDEX activities_story ON activities (story, seq);
CREATE INDEX activities_challenge ON activities (challenge_id, seq);

CREATE TABLE replays (
    person_id    TEXT NOT NULL REFERENCES people (id),
    key          TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    status       INTEGER NOT NULL,
    body         TEXT NOT NULL,
    created_at   {{TIME}} NOT NULL,
    PRIMARY KEY (person_id, key)
);

-- What an import brought in, by the id it had outside: the second run adds nothing.
CREATE TABLE imports (
    challenge_id TEXT NOT NULL REFERENCES challenges (id),
    kind         TEXT NOT NULL,
    external_id  TEXT NOT NULL,
    id           TEXT NOT NULL,
    PRIMARY KEY (challenge_id, kind, external_id)
);

-- +goose Down
DROP TABLE imports;
DROP TABLE replays;
DROP TABLE activities;
DROP TABLE activity_counter;
DROP TABLE commitments;
DROP TABLE ballots;
DROP TABLE participations;
DROP TABLE decision_panel;
DROP TABLE decision_candidates;
DROP TABLE decisions;
DROP TABLE lineage;
DROP TABLE comments;
DROP TABLE votes;
DROP TABLE concept_versions;
DROP TABLE concepts;
DROP TABLE ideas;
DROP TABLE themes;
DROP TABLE challenge_facilitators;
DROP TABLE phases;
DROP TABLE challenges;
DROP TABLE tokens;
DROP TABLE login_flows;
DROP TABLE sessions;
DROP TABLE person_roles;
DROP TABLE people;
