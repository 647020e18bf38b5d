package concept

import (
	"slices"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
)

// maxThemes is the most themes a concept carries.
const maxThemes = 30

// kindTheme is what a link to a theme has as its kind, as ideas have it; a theme has no page of its own.
const kindTheme activity.Kind = "theme"

// checkThemes notes what is no theme of the challenge and gives the ids, each once.
func checkThemes(tx *db.Tx, challengeID string, ids []string, fields *fault.Fields) ([]string, error) {
	ids = unique(ids)
	if len(ids) > maxThemes {
		fields.Add("themes", "At most %d; these are %d.", maxThemes, len(ids))
		return nil, nil
	}
	known, err := themesAmong(tx, challengeID, ids)
	for _, id := range ids {
		if !slices.Contains(known, id) {
			fields.Add("themes", "%s is no theme of this challenge.", id)
		}
	}
	return ids, err
}

// changeThemes gives the themes as p leaves them, and whether they differ from what the concept has.
func (p Patch) changeThemes(tx *db.Tx, challengeID string, had []activity.Link, fields *fault.Fields) (ids []string, differs bool, err error) {
	if p.ThemeIDs == nil {
		return nil, false, nil
	}
	ids, err = checkThemes(tx, challengeID, *p.ThemeIDs, fields)
	var before []string
	for _, theme := range had {
		before = append(before, theme.ID)
	}
	slices.Sort(before)
	after := slices.Sorted(slices.Values(ids))
	return ids, !slices.Equal(before, after), err
}
