package idea

import (
	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/vote"
)

func insertMerge(tx *db.Tx, m Merge) error { return tx.Create(&m).Error }

func updateMerge(tx *db.Tx, m Merge) error {
	return tx.Exec(`UPDATE idea_merges SET state = ?, source_agreed = ?, target_agreed = ?, reason = ?, ended_by = ?, status_before = ?, ended_at = ? WHERE id = ?`,
		m.State, m.SourceAgreed, m.TargetAgreed, m.Reason, m.EndedBy, m.StatusBefore, m.EndedAt, m.ID).Error
}

func findMerge(tx *db.Tx, id, suffix string) (Merge, error) {
	var rows []Merge
	if err := tx.Raw(`SELECT * FROM idea_merges WHERE id = ?`+suffix, id).Scan(&rows).Error; err != nil {
		return Merge{}, err
	}
	if len(rows) == 0 {
		return Merge{}, fault.Missing("merge")
	}
	return mergesUTC(rows)[0], nil
}

func mergesOf(tx *db.Tx, ideaID string) ([]Merge, error) {
	var rows []Merge
	err := tx.Raw(`SELECT * FROM idea_merges WHERE source_id = ? OR target_id = ? ORDER BY id DESC LIMIT 100`, ideaID, ideaID).Scan(&rows).Error
	return mergesUTC(rows), err
}

func mergesUTC(rows []Merge) []Merge {
	for i := range rows {
		rows[i].CreatedAt = rows[i].CreatedAt.UTC()
		if rows[i].EndedAt != nil {
			at := rows[i].EndedAt.UTC()
			rows[i].EndedAt = &at
		}
	}
	return rows
}

// isProposed tells whether a merge of these two, either way, waits for its authors. Their rows are held.
func isProposed(tx *db.Tx, one, other string) (bool, error) {
	var n int
	err := tx.Raw(`SELECT COUNT(*) FROM idea_merges WHERE state = ? AND ((source_id = ? AND target_id = ?) OR (source_id = ? AND target_id = ?))`,
		MergeProposed, one, other, other, one).Scan(&n).Error
	return n > 0, err
}

// withdrawProposals ends the open proposals an idea is part of, when it goes.
func withdrawProposals(tx *db.Tx, ideaID, personID, reason string) error {
	return tx.Exec(`UPDATE idea_merges SET state = ?, reason = ?, ended_by = ?, ended_at = ? WHERE state = ? AND (source_id = ? OR target_id = ?)`,
		MergeWithdrawn, reason, personID, tx.Now(), MergeProposed, ideaID, ideaID).Error
}

func setMerged(tx *db.Tx, id string, status Status, into *string) error {
	return tx.Exec(`UPDATE ideas SET status = ?, merged_into = ? WHERE id = ?`, status, into, id).Error
}

// copyVotes brings the votes on source over to target, each person's once: whoever has a vote there keeps it as it is.
func copyVotes(tx *db.Tx, mergeID, source, target string) error {
	return vote.Copy(tx, activity.Ref{Kind: activity.KindIdea, ID: source}, activity.Ref{Kind: activity.KindIdea, ID: target}, mergeID)
}

// returnVotes takes back what a merge brought. Somebody whose vote came over with this merge, and who had voted on a further idea that
// lives on in the same one, keeps a vote there: that merge brings it now.
func returnVotes(tx *db.Tx, mergeID, target string) error {
	var others []Merge
	err := tx.Raw(`SELECT * FROM idea_merges WHERE target_id = ? AND state = ? AND id <> ? ORDER BY ended_at, id`, target, MergeDone, mergeID).Scan(&others).Error
	if err != nil {
		return err
	}
	ref := activity.Ref{Kind: activity.KindIdea, ID: target}
	for _, m := range others {
		if err := vote.PassOn(tx, activity.Ref{Kind: activity.KindIdea, ID: m.SourceID}, ref, mergeID, m.ID); err != nil {
			return err
		}
	}
	return vote.Return(tx, ref, mergeID)
}

func removeAnswer(tx *db.Tx, ideaID string) error {
	return tx.Exec(`DELETE FROM idea_answers WHERE idea_id = ?`, ideaID).Error
}

func hasMerged(tx *db.Tx, id string) (bool, error) {
	ids, err := directlyIn(tx, id)
	return len(ids) > 0, err
}

func directlyIn(tx *db.Tx, id string) ([]string, error) {
	var ids []string
	err := tx.Raw(`SELECT id FROM ideas WHERE merged_into = ? AND deleted_at IS NULL ORDER BY id`, id).Scan(&ids).Error
	return ids, err
}

// onward gives an idea's id and those of the ideas it lives on in, nearest first.
func onward(tx *db.Tx, id string) ([]string, error) {
	var ids []string
	for next := &id; next != nil; {
		ids = append(ids, *next)
		var rows []struct{ MergedInto *string }
		if err := tx.Raw(`SELECT merged_into FROM ideas WHERE id = ? AND deleted_at IS NULL`, *next).Scan(&rows).Error; err != nil {
			return nil, err
		}
		next = nil
		if len(rows) == 1 {
			next = rows[0].MergedInto
		}
	}
	return ids, nil
}

// mergedInto gives, for each of ids, the ideas that live on in it, however many merges away.
func mergedInto(tx *db.Tx, ids ...string) (map[string][]Idea, error) {
	found := map[string][]Idea{}
	home := map[string]string{} // in which of ids an idea has come to live on
	for _, id := range ids {
		home[id] = id
	}
	for level := ids; len(level) > 0; {
		var rows []Idea
		if err := tx.Raw(`SELECT * FROM ideas WHERE merged_into IN ? AND deleted_at IS NULL ORDER BY id`, level).Scan(&rows).Error; err != nil {
			return nil, err
		}
		level = idsOf(rows)
		for _, i := range utc(rows) {
			home[i.ID] = home[*i.MergedInto]
			found[home[i.ID]] = append(found[home[i.ID]], i)
		}
	}
	return found, nil
}
