-- +goose Up
-- folded holds the words without diacritics, so "poyta" finds "pöytä"; words carries the word forms of the three languages.
CREATE TABLE insight_search (
    kind         TEXT NOT NULL,
    id           TEXT NOT NULL,
    challenge_id TEXT NOT NULL,
    title        TEXT NOT NULL,
    body         TEXT NOT NULL,
    folded       TEXT NOT NULL,
    words        TSVECTOR GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title), 'A') ||
        to_tsvector('simple', body) || to_tsvector('simple', folded) ||
        to_tsvector('english', title || ' ' || body) ||
        to_tsvector('finnish', title || ' ' || body) ||
        to_tsvector('swedish', title || ' ' || body)
    ) STORED,
    PRIMARY KEY (kind, id)
);
CREATE INDEX insight_search_words ON insight_search USING GIN (words);

-- +goose Down
DROP TABLE insight_search;
