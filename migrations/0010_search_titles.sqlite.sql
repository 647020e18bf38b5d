-- +goose Up
-- Nothing to do: FTS5 weighs titles by itself.
SELECT 1;

-- +goose Down
SELECT 1;
