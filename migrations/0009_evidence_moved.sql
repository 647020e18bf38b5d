-- +goose Up
-- What customers said about a concept was kept with the concept; from now on it is an insight that the concept grew from. The concept's
-- words in the search still find it.
INSERT INTO insights (id, quote, source_kind, source, said_on, sentiment, author_id, created_at, updated_at)
SELECT e.concept_id || '.' || CAST(e.position AS TEXT), e.quote, 'observation', e.source, SUBSTR(CAST(c.created_at AS TEXT), 1, 10), -1, c.created_by, c.created_at, c.created_at
FROM concept_evidence e JOIN concepts c ON c.id = e.concept_id;
INSERT INTO lineage (from_kind, from_id, to_kind, to_id, created_at)
SELECT 'insight', e.concept_id || '.' || CAST(e.position AS TEXT), 'concept', e.concept_id, c.created_at
FROM concept_evidence e JOIN concepts c ON c.id = e.concept_id;
DROP TABLE concept_evidence;

-- +goose Down
CREATE TABLE concept_evidence (
    concept_id TEXT NOT NULL REFERENCES concepts (id),
    position   INTEGER NOT NULL,
    quote      TEXT NOT NULL,
    source     TEXT NOT NULL,
    PRIMARY KEY (concept_id, position)
);
