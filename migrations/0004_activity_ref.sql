-- +goose Up
-- Whether a person's support of a thing was told before: a vote taken back and given again is no second story.
CREATE INDEX activities_ref ON activities (ref_id, kind);

-- +goose Down
DROP INDEX activities_ref;
