-- +goose Up
-- The words of titles in small letters without marks, once for each of the beginnings that they have: its first four letters. An index
-- gives the newest titles with a beginning and ends there, where GIN looks at everything that holds a word, however few are wanted; one
-- is for the search, one for what is similar in one challenge. The words stand in it too, so that it alone tells whether a title has the
-- others and how they go on. The trigger keeps it in step, for servers older than this as well.
CREATE TABLE title_words (
    kind         TEXT NOT NULL,
    id           TEXT NOT NULL,
    challenge_id TEXT NOT NULL,
    beginning    TEXT NOT NULL,
    words        TEXT NOT NULL,
    PRIMARY KEY (kind, id, beginning)
);

-- Letter and mark are taken apart first: lower() may know no other letters than those of English. An entry of an index takes 2,700 bytes.
-- +goose StatementBegin
CREATE FUNCTION words_of_title(title TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE AS $$
    SELECT ' ' || btrim(regexp_replace(lower(normalize(left(regexp_replace(normalize(title, NFD), '[\u0300-\u036f]', '', 'g'), 500), NFC)),
        '[^[:alnum:]]+', ' ', 'g')) || ' '
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION beginnings_of(words TEXT) RETURNS SETOF TEXT LANGUAGE sql IMMUTABLE AS $$
    SELECT DISTINCT left(word, 4) FROM string_to_table(words, ' ') AS word WHERE word <> ''
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION follow_titles() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM title_words WHERE kind = OLD.kind AND id = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO title_words (kind, id, challenge_id, beginning, words)
            SELECT NEW.kind, NEW.id, NEW.challenge_id, beginning, words FROM words_of_title(NEW.title) AS words, beginnings_of(words) AS beginning;
    END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE TRIGGER search_titles AFTER INSERT OR UPDATE OR DELETE ON search FOR EACH ROW EXECUTE FUNCTION follow_titles();
INSERT INTO title_words (kind, id, challenge_id, beginning, words)
    SELECT kind, id, challenge_id, beginning, title.words FROM search, words_of_title(search.title) AS title (words), beginnings_of(title.words) AS beginning;
CREATE INDEX title_words_newest ON title_words (beginning, id) INCLUDE (kind, challenge_id, words);
CREATE INDEX title_words_similar ON title_words (challenge_id, kind, beginning, id) INCLUDE (words);
ANALYZE title_words;

-- +goose Down
DROP TRIGGER search_titles ON search;
DROP FUNCTION follow_titles, beginnings_of, words_of_title;
DROP TABLE title_words;
