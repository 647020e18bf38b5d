-- +goose Up
-- Whether somebody's support of a thing was told before is asked with every vote: with the person in the index it looks at one entry,
-- where it read every vote's activity on the thing.
CREATE INDEX activities_told ON activities (ref_id, kind, actor_id);
DROP INDEX activities_ref;

-- +goose Down
CREATE INDEX activities_ref ON activities (ref_id, kind);
DROP INDEX activities_told;
