-- +goose Up
-- Whether replies hang on a comment is asked for each deleted one in a list.
CREATE INDEX comments_parent ON comments (parent_id);

-- +goose Down
DROP INDEX comments_parent;
