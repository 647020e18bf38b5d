-- +goose Up
-- The words of titles in small letters without marks, once for each of the beginnings that they have: its first four letters. An index
-- gives the newest titles with a beginning and ends there, where FTS5 weighs everything that holds a word, however few are wanted; one
-- is for the search, one for what is similar in one challenge. The words stand in it too, so that it alone tells whether a title has the
-- others and how they go on. Package db keeps it in step, and brings the two functions.
CREATE TABLE title_words (
    kind         TEXT NOT NULL,
    id           TEXT NOT NULL,
    challenge_id TEXT NOT NULL,
    beginning    TEXT NOT NULL,
    words        TEXT NOT NULL,
    PRIMARY KEY (kind, id, beginning)
) WITHOUT ROWID;
INSERT INTO title_words (kind, id, challenge_id, beginning, words)
    SELECT s.kind, s.id, s.challenge_id, b.value, s.words FROM (SELECT kind, id, challenge_id, words_of_title(title) AS words FROM search) s, json_each(beginnings_of(s.words)) b;
CREATE INDEX title_words_newest ON title_words (beginning, id, kind, challenge_id, words);
CREATE INDEX title_words_similar ON title_words (challenge_id, kind, beginning, id, words);

-- +goose Down
DROP TABLE title_words;
