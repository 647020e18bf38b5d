-- +goose Up
-- When the feed told that the phase had begun; NULL while it has not. Whoever sets it tells it, so replicas tell it once.
ALTER TABLE phases ADD COLUMN announced_at {{TIME}};

-- +goose Down
ALTER TABLE phases DROP COLUMN announced_at;
