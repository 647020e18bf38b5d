package idea

import (
	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
)

// importBatch is how many ideas an import writes between two words of progress.
const importBatch = 500

// Import puts ideas in that were posted elsewhere: ID, ChallengeID, AuthorID, Title, Body, Status and times are the caller's. They are
// findable at once and tell the feed nothing one by one. progress hears how many are in.
func (s *Service) Import(tx *db.Tx, rows []Idea, progress func(done int)) error {
	for start := 0; start < len(rows); start += importBatch {
		batch := rows[start:min(start+importBatch, len(rows))]
		for i := range batch {
			row := &batch[i]
			var fields fault.Fields
			row.Title, row.Body = cleanTitle(&fields, row.Title), cleanBody(&fields, row.Body)
			if err := fields.Err(); err != nil {
				return err
			}
			row.Hot, row.Version = Hot(row.CreatedAt, 0), 1
		}
		if err := insertAll(tx, batch); err != nil {
			return err
		}
		for _, row := range batch {
			if row.Status != Hidden {
				if err := indexWith(tx, row, nil); err != nil { // nothing lives on in a new one
					return err
				}
			}
		}
		progress(start + len(batch))
	}
	return nil
}

// Recount makes the counts, scores and order of all ideas of a challenge what the votes say, after votes came in by another way than
// Vote. An envelope for each idea whose counts moved would flood the feed; the caller tells of the import as a whole.
func (s *Service) Recount(tx *db.Tx, challengeID string) error {
	facts, err := s.challenges.FactsOf(tx, challengeID)
	if err != nil {
		return err
	}
	rows, err := lockAll(tx, challengeID)
	if err != nil {
		return err
	}
	counted, err := voteCounts(tx, challengeID)
	if err != nil {
		return err
	}
	for _, i := range rows {
		c := counted[i.ID]
		c.Comments = i.CommentCount
		score := Score(facts[challengeID].VoteMode, c)
		if hot := Hot(i.CreatedAt, score); c != i.Counts() || score != i.Score || hot != i.Hot {
			if err := updateVotes(tx, i.ID, c, score, hot); err != nil {
				return err
			}
		}
	}
	return nil
}

// votesOf are the votes of one value on one idea.
type votesOf struct {
	TargetID string
	Value    int
	N        int
}

func countsBy(rows []votesOf) map[string]activity.Counts {
	counted := map[string]activity.Counts{}
	for _, r := range rows {
		c := counted[r.TargetID]
		switch r.Value {
		case 1:
			c.Agree = r.N
		case -1:
			c.Disagree = r.N
		case 0:
			c.Pass = r.N
		}
		counted[r.TargetID] = c
	}
	return counted
}
