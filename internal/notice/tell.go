package notice

import (
	"encoding/json"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/lineage"
	"talkoot/internal/policy"
)

// tell writes the notices of one activity. An activity whose subject went out of sight has lost its title, and nobody hears of it.
func (s *Service) tell(tx *db.Tx, a activity.Activity) error {
	to, ok := told[a.Kind]
	if !ok {
		return nil
	}
	var summary activity.Summary
	if err := json.Unmarshal([]byte(a.Summary), &summary); err != nil {
		return err
	}
	if summary.Title == "" {
		return nil
	}
	notices, err := to.notices(tx, a, summary)
	if err != nil || len(notices) == 0 {
		return err
	}
	ids := make([]string, len(notices))
	for i, n := range notices {
		ids[i] = n.PersonID
	}
	people, err := actors(tx, ids)
	if err != nil {
		return err
	}
	facts, err := factsOf(tx, a.ChallengeID)
	if err != nil {
		return err
	}
	var due []Notice
	done := map[string]bool{a.ActorID: true, "": true} // nobody hears of what they did themselves
	for _, n := range notices {
		actor, here := people[n.PersonID]
		if done[n.PersonID] || !here || policy.Check(actor, reads[n.RefKind], facts) != nil {
			continue
		}
		done[n.PersonID] = true
		n.Seq, n.Kind, n.ChallengeID, n.At = a.Seq, a.Kind, a.ChallengeID, a.At
		due = append(due, n)
	}
	return insert(tx, due)
}

// notices lists who might hear of a, with what led there, the nearest contribution of each first.
func (to audience) notices(tx *db.Tx, a activity.Activity, summary activity.Summary) (list []Notice, err error) {
	about := Notice{RefKind: a.RefKind, RefID: a.RefID, Title: summary.Title}
	credit := func(credits []lineage.Credit) {
		for _, c := range credits {
			n := about
			n.PersonID, n.SourceKind, n.SourceID = c.PersonID, c.Source.Kind, c.Source.ID
			list = append(list, n)
		}
	}
	switch {
	case to.upstream, to.winners:
		roots := []activity.Ref{a.Ref()}
		if to.winners {
			if roots, err = winners(tx, a.RefID); err != nil {
				return nil, err
			}
		}
		credits, err := lineage.Credits(tx, to.winners, roots...)
		if err != nil {
			return nil, err
		}
		credit(credits)
	case to.author:
		credits, err := lineage.Credits(tx, true, a.Ref())
		if err != nil || len(credits) == 0 {
			return nil, err
		}
		credit(credits[:1])
	case to.both:
		return both(tx, about, summary.Target)
	case to.invited:
		people, err := invited(tx, a.RefID, a.At)
		for _, id := range people {
			n := about
			n.PersonID = id
			list = append(list, n)
		}
		return list, err
	}
	if to.followers {
		followers, err := followersOf(tx, a.Ref())
		if err != nil {
			return nil, err
		}
		for _, id := range followers {
			n := about
			n.PersonID = id
			list = append(list, n)
		}
	}
	return list, nil
}

// both tells the authors of two ideas of a merge, each about the other's idea, with their own as what led there.
func both(tx *db.Tx, about Notice, target *activity.Link) ([]Notice, error) {
	if target == nil || target.Title == "" {
		return nil, nil
	}
	authors, err := authorsOf(tx, about.RefID, target.ID)
	return []Notice{
		{PersonID: authors[about.RefID], RefKind: activity.KindIdea, RefID: target.ID, Title: target.Title, SourceKind: activity.KindIdea, SourceID: about.RefID},
		{PersonID: authors[target.ID], RefKind: activity.KindIdea, RefID: about.RefID, Title: about.Title, SourceKind: activity.KindIdea, SourceID: target.ID},
	}, err
}
