package concept

import (
	"strconv"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// What other domains reach through their own small interfaces.

// Links gives the titles of those concepts that the actor may read, by id.
func (s *Service) Links(tx *db.Tx, actor policy.Actor, ids []string) (map[string]activity.Link, error) {
	rows, err := byIDs(tx, ids)
	if err != nil {
		return nil, err
	}
	var challengeIDs []string
	for _, c := range rows {
		challengeIDs = append(challengeIDs, c.ChallengeID)
	}
	challenges, err := s.challenges.FactsOf(tx, unique(challengeIDs)...)
	if err != nil {
		return nil, err
	}
	links := map[string]activity.Link{}
	for _, c := range rows {
		challenge, ok := challenges[c.ChallengeID]
		if ok && policy.Check(actor, policy.ConceptRead, policy.Facts{Challenge: &challenge}) == nil {
			links[c.ID] = activity.Link{Kind: activity.KindConcept, ID: c.ID, Title: c.Title}
		}
	}
	return links, nil
}

// Commentable gives what a comment on a concept needs, or the fault that reading it would give.
func (s *Service) Commentable(tx *db.Tx, actor policy.Actor, id string) (challengeID, title string, facts policy.Facts, err error) {
	v, err := s.read(tx, actor, id, get)
	if err != nil {
		return "", "", policy.Facts{}, err
	}
	return v.ChallengeID, v.Title, v.Facts, nil
}

// Commented is Commentable and CommentsChanged by one.
func (s *Service) Commented(tx *db.Tx, actor policy.Actor, id string) (challengeID, title string, facts policy.Facts, counts activity.Counts, err error) {
	if challengeID, title, facts, err = s.Commentable(tx, actor, id); err == nil {
		counts, err = s.CommentsChanged(tx, id, 1)
	}
	return challengeID, title, facts, counts, err
}

// CommentsChanged moves the count of comments by delta and gives the counts after it.
func (s *Service) CommentsChanged(tx *db.Tx, id string, delta int) (activity.Counts, error) {
	c, err := lock(tx, id)
	if err != nil {
		return activity.Counts{}, err
	}
	c.CommentCount = max(0, c.CommentCount+delta)
	return c.Counts(), updateCounts(tx, c)
}

// Candidate is a concept that a decision asks for, with what it rests on.
type Candidate struct {
	activity.Link
	Insights       int // customers' words behind it, directly or through its ideas and sticking points
	StickingPoints int
	Owned          bool // by somebody who is there
	Measured       bool // says how we will know
}

// Candidates gives those of the concepts that belong to the challenge, by id, with their titles. Their rows are held until tx ends,
// so that no canvas changes while a ballot with it opens.
func (s *Service) Candidates(tx *db.Tx, challengeID string, ids []string) (map[string]Candidate, error) {
	rows, err := lockAll(tx, ids)
	if err != nil {
		return nil, err
	}
	grounds, err := s.groundsOf(tx, ids)
	if err != nil {
		return nil, err
	}
	found := map[string]Candidate{}
	for _, c := range rows {
		if c.ChallengeID != challengeID {
			continue
		}
		_, owned, err := s.people.ActorOf(tx, c.OwnerID)
		if err != nil {
			return nil, err
		}
		g := grounds[c.ID]
		found[c.ID] = Candidate{Link: activity.Link{Kind: activity.KindConcept, ID: c.ID, Title: c.Title},
			Insights: g.Insights, StickingPoints: len(g.StickingPoints), Owned: owned, Measured: c.Measure != ""}
	}
	return found, nil
}

// Owners gives the owners of concepts, by concept.
func (s *Service) Owners(tx *db.Tx, ids []string) (map[string]string, error) {
	rows, err := byIDs(tx, ids)
	if err != nil {
		return nil, err
	}
	owners := map[string]string{}
	for _, c := range rows {
		owners[c.ID] = c.OwnerID
	}
	return owners, nil
}

func encodeVersion(version int) string { return db.EncodeCursor(strconv.Itoa(version)) }

func versionCursor(cursor string) (int, error) {
	keys, err := db.DecodeCursor(cursor, 1)
	if err != nil {
		return 0, err
	}
	version, err := strconv.Atoi(keys[0])
	if err != nil || version < 1 {
		return 0, fault.New(fault.BadRequest, "This cursor is not from this list. Start again without it.")
	}
	return version, nil
}
