-- +goose Up
-- A round may follow from another: a second round over what split the panel, a run-off, the vote on an objection.
ALTER TABLE decisions ADD COLUMN kind TEXT NOT NULL DEFAULT 'main';
ALTER TABLE decisions ADD COLUMN parent_id TEXT REFERENCES decisions (id);
ALTER TABLE decisions ADD COLUMN subject TEXT NOT NULL DEFAULT '{}';
-- Minutes that each step after the close may take.
ALTER TABLE decisions ADD COLUMN follow_up INTEGER NOT NULL DEFAULT 2880;
ALTER TABLE decisions ADD COLUMN second_round BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE decisions ADD COLUMN cycle INTEGER NOT NULL DEFAULT 1;
-- When the step after the close ends by itself.
ALTER TABLE decisions ADD COLUMN due_at {{TIME}};
-- The closing time it was opened with, once it has been extended.
ALTER TABLE decisions ADD COLUMN extended_from {{TIME}};
-- Committed to at the opening and secret until the close.
ALTER TABLE decisions ADD COLUMN server_seed TEXT NOT NULL DEFAULT '';
-- When its panel was last reminded, by hand or by the clock, and whether the clock has done so: once a round. Kept here and not taken
-- from the reminders, as those would tell, by a refusal, whether anybody was left to remind.
ALTER TABLE decisions ADD COLUMN reminded_at {{TIME}};
ALTER TABLE decisions ADD COLUMN clock_reminded BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX decisions_parent ON decisions (parent_id);
CREATE INDEX decisions_step ON decisions (state, due_at);
-- Counted before there was a sign-off: what was decided is on the roadmap, what was tied stayed undecided.
UPDATE decisions SET state = 'adopted' WHERE state = 'decided';
UPDATE decisions SET state = 'no_consensus' WHERE state = 'tied';

-- The chain: each event with the hash over all before it.
CREATE TABLE decision_events (
    decision_id TEXT NOT NULL REFERENCES decisions (id),
    number      INTEGER NOT NULL,
    event       TEXT NOT NULL,
    head        TEXT NOT NULL,
    PRIMARY KEY (decision_id, number)
) {{NO_ROWID}};

CREATE TABLE sign_offs (
    decision_id TEXT NOT NULL REFERENCES decisions (id),
    cycle       INTEGER NOT NULL,
    person_id   TEXT NOT NULL REFERENCES people (id),
    choice      TEXT NOT NULL,
    concept_id  TEXT NOT NULL DEFAULT '',
    reason      TEXT NOT NULL DEFAULT '',
    signed_at   {{TIME}} NOT NULL,
    PRIMARY KEY (decision_id, cycle, person_id)
) {{NO_ROWID}};

-- A ballot entered for an absent leader. It becomes a ballot at the close if that leader has cast none, and is deleted then.
CREATE TABLE proxies (
    decision_id TEXT NOT NULL REFERENCES decisions (id),
    person_id   TEXT NOT NULL REFERENCES people (id),
    entered_by  TEXT NOT NULL REFERENCES people (id),
    reason      TEXT NOT NULL,
    record      TEXT NOT NULL,
    entered_at  {{TIME}} NOT NULL,
    PRIMARY KEY (decision_id, person_id)
) {{NO_ROWID}};
-- Who entered the ballot of somebody absent; NULL for everyone who cast their own.
ALTER TABLE participations ADD COLUMN proxy_by TEXT REFERENCES people (id);

-- Why the panel sees it so. Like a ballot, a reason has no author until its author signs it with the key kept in the browser.
CREATE TABLE reasons (
    id          TEXT NOT NULL PRIMARY KEY,
    decision_id TEXT NOT NULL REFERENCES decisions (id),
    concept_id  TEXT NOT NULL REFERENCES concepts (id),
    words       TEXT NOT NULL,
    key_hash    TEXT NOT NULL,
    person_id   TEXT REFERENCES people (id)
) {{NO_ROWID}};
CREATE INDEX reasons_decision ON reasons (decision_id, concept_id);

CREATE TABLE reminders (
    decision_id TEXT NOT NULL REFERENCES decisions (id),
    person_id   TEXT NOT NULL REFERENCES people (id),
    reminded_at {{TIME}} NOT NULL,
    -- Set before a mail is sent, so that no two replicas send it; taken back when it could not be sent and is to be tried again.
    mailed_at   {{TIME}},
    mail_tries  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (decision_id, person_id)
) {{NO_ROWID}};

-- What customers said, with where it comes from.
CREATE TABLE concept_evidence (
    concept_id TEXT NOT NULL REFERENCES concepts (id),
    position   INTEGER NOT NULL,
    quote      TEXT NOT NULL,
    source     TEXT NOT NULL,
    PRIMARY KEY (concept_id, position)
) {{NO_ROWID}};

-- +goose Down
DROP TABLE concept_evidence;
DROP TABLE reminders;
DROP TABLE reasons;
ALTER TABLE participations DROP COLUMN proxy_by;
DROP TABLE proxies;
DROP TABLE sign_offs;
DROP TABLE decision_events;
UPDATE decisions SET state = 'decided' WHERE state = 'adopted';
DROP INDEX decisions_step;
DROP INDEX decisions_parent;
ALTER TABLE decisions DROP COLUMN clock_reminded;
ALTER TABLE decisions DROP COLUMN reminded_at;
ALTER TABLE decisions DROP COLUMN server_seed;
ALTER TABLE decisions DROP COLUMN extended_from;
ALTER TABLE decisions DROP COLUMN due_at;
ALTER TABLE decisions DROP COLUMN cycle;
ALTER TABLE decisions DROP COLUMN second_round;
ALTER TABLE decisions DROP COLUMN follow_up;
ALTER TABLE decisions DROP COLUMN subject;
ALTER TABLE decisions DROP COLUMN parent_id;
ALTER TABLE decisions DROP COLUMN kind;
