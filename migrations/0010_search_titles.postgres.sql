-- +goose Up
-- Words in a title weigh more than words below it, and what is similar is looked for among titles. They have a vector of their own, short
-- enough to stand in the row: weighing the whole one meant unpacking it for each of thousands of hits. The challenge is in it as a
-- word that nobody can type, so that the index alone finds the titles of one challenge.
ALTER TABLE search ADD COLUMN head TSVECTOR GENERATED ALWAYS AS (
    to_tsvector('simple', title) || to_tsvector('simple', translate(lower(title), 'äöåéüõ', 'aoaeuo')) ||
    to_tsvector('english', title) || to_tsvector('finnish', title) || to_tsvector('swedish', title) ||
    array_to_tsvector(ARRAY['@' || challenge_id])
) STORED;
CREATE INDEX search_head ON search USING GIN (head);

-- +goose Down
DROP INDEX search_head;
ALTER TABLE search DROP COLUMN head;
