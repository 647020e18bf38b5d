package challenge

import (
	"context"
	"slices"

	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

// ThemeInput is a theme as a facilitator writes it; without an id it is a new one.
type ThemeInput struct {
	ID    string
	Name  string
	About string
}

// PutThemes makes the themes of a challenge that still has this version what list says, in its order. A theme keeps its id, however it
// is called; one left out is taken from its ideas and concepts.
func (s *Service) PutThemes(ctx context.Context, actor policy.Actor, id string, version int, list []ThemeInput) (Challenge, error) {
	var c Challenge
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		var err error
		if c, err = find(tx, id); err != nil {
			return err
		}
		if err := check(tx, actor, policy.ChallengeEdit, c); err != nil {
			return err
		}
		if c.Version != version {
			return stale()
		}
		clean, err := cleanThemes(list, c.Themes)
		if err != nil {
			return err
		}
		c.UpdatedAt = tx.Now()
		if err := update(tx, &c); err != nil {
			return err
		}
		if err := putThemes(tx, id, c.Themes, clean); err != nil {
			return err
		}
		return s.changed(tx, &c, actor, "challenge.changed")
	})
	if err != nil {
		return Challenge{}, err
	}
	return c, nil
}

func cleanThemes(list []ThemeInput, before []Theme) ([]ThemeInput, error) {
	var fields fault.Fields
	out := make([]ThemeInput, 0, len(list))
	if len(list) > themesLimit {
		fields.Add("themes", "At most %d.", themesLimit)
	}
	for _, t := range list {
		t.Name, t.About = text.Title(&fields, "themes", t.Name, nameLimit), text.Body(&fields, "themes", t.About, aboutLimit)
		switch {
		case slices.ContainsFunc(out, func(o ThemeInput) bool { return o.Name == t.Name }):
			fields.Add("themes", "Two themes are called “%s”.", t.Name)
		case t.ID != "" && slices.ContainsFunc(out, func(o ThemeInput) bool { return o.ID == t.ID }):
			fields.Add("themes", "The theme “%s” is there twice.", t.Name)
		case t.ID != "" && !slices.ContainsFunc(before, func(b Theme) bool { return b.ID == t.ID }):
			fields.Add("themes", "The theme “%s” is not here any more.", t.Name)
		}
		out = append(out, t)
	}
	return out, fields.Err()
}

// nameThemes is putThemes for who knows names alone: a theme whose name stays keeps its id and its text.
func nameThemes(tx *db.Tx, challengeID string, names []string) error {
	before, err := themesOf(tx, challengeID)
	if err != nil {
		return err
	}
	list := make([]ThemeInput, len(names))
	for i, name := range names {
		list[i].Name = name
		if at := slices.IndexFunc(before, func(t Theme) bool { return t.Name == name }); at >= 0 {
			list[i].ID, list[i].About = before[at].ID, before[at].About
		}
	}
	return putThemes(tx, challengeID, before, list)
}
