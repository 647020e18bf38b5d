-- +goose Up
-- porter: English word forms; remove_diacritics 2: "poyta" finds "pöytä" and the other way round.
CREATE VIRTUAL TABLE insight_search USING fts5 (
    kind UNINDEXED, id UNINDEXED, challenge_id UNINDEXED, title, body,
    tokenize = 'porter unicode61 remove_diacritics 2', prefix = '2 3'
);

-- +goose Down
DROP TABLE insight_search;
