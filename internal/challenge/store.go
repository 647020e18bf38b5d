package challenge

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

func insert(tx *db.Tx, c Challenge) error { return tx.Create(&c).Error }

// update writes the row's own columns and moves its version on. UpdateColumns, because Updates puts a clock of its own into updated_at.
func update(tx *db.Tx, c *Challenge) error {
	version := c.Version
	c.Version++
	result := tx.Model(&Challenge{}).Where("id = ? AND version = ?", c.ID, version).
		Select("title", "brief", "vote_mode", "audience", "answer_days", "version", "updated_at").UpdateColumns(c)
	if result.Error == nil && result.RowsAffected == 0 {
		return stale()
	}
	return result.Error
}

func find(tx *db.Tx, id string) (Challenge, error) {
	var c Challenge
	if err := tx.Where("id = ?", id).Take(&c).Error; db.NoRow(err) {
		return c, fault.Missing("challenge")
	} else if err != nil {
		return c, err
	}
	items := []Challenge{c}
	err := loadParts(tx, items)
	return items[0], err
}

// audienceCondition is the one place where a scope becomes SQL here.
func audienceCondition(scope policy.Scope) (string, []any) {
	if scope.Everything {
		return "1 = 1", nil
	}
	return `(audience = '[]' OR (',' || SUBSTR(audience, 2)) LIKE ? ESCAPE '\')`, []any{activity.AudienceLike(scope.Department)}
}

const openCondition = `archived_at IS NULL AND EXISTS (SELECT 1 FROM phases WHERE phases.challenge_id = challenges.id AND opens_at <= ? AND closes_at > ?)`

func list(tx *db.Tx, scope policy.Scope, open bool, page db.Page) ([]Challenge, string, error) {
	condition, args := audienceCondition(scope)
	query := tx.Where(condition, args...).Order("id DESC").Limit(page.Limit + 1)
	if open {
		query = query.Where(openCondition, tx.Now(), tx.Now())
	}
	if page.Cursor != "" {
		keys, err := db.DecodeCursor(page.Cursor, 1)
		if err != nil {
			return nil, "", err
		}
		query = query.Where("id < ?", keys[0])
	}
	var items []Challenge
	if err := query.Find(&items).Error; err != nil {
		return nil, "", err
	}
	next := ""
	if len(items) > page.Limit {
		items = items[:page.Limit]
		next = db.EncodeCursor(items[page.Limit-1].ID)
	}
	return items, next, loadParts(tx, items)
}

func countOpen(tx *db.Tx, scope policy.Scope) (int, error) {
	condition, args := audienceCondition(scope)
	var n int64
	err := tx.Model(&Challenge{}).Where(condition, args...).Where(openCondition, tx.Now(), tx.Now()).Count(&n).Error
	return int(n), err
}

// loadParts fills in phases, themes and facilitators, one query each however many challenges there are.
func loadParts(tx *db.Tx, items []Challenge) error {
	if len(items) == 0 {
		return nil
	}
	place := make(map[string]*Challenge, len(items))
	ids := make([]string, len(items))
	for i := range items {
		ids[i] = items[i].ID
		place[ids[i]] = &items[i]
		items[i].CreatedAt, items[i].UpdatedAt = items[i].CreatedAt.UTC(), items[i].UpdatedAt.UTC()
		if items[i].ArchivedAt != nil {
			at := items[i].ArchivedAt.UTC()
			items[i].ArchivedAt = &at
		}
	}
	phases, err := phasesOf(tx, ids)
	if err != nil {
		return err
	}
	for _, p := range phases {
		place[p.ChallengeID].Phases = append(place[p.ChallengeID].Phases, p)
	}
	var themes []Theme
	if err := tx.Where("challenge_id IN ?", ids).Order("position, id").Find(&themes).Error; err != nil {
		return err
	}
	var used []struct {
		ThemeID string
		N       int
	}
	err = tx.Raw(`SELECT theme_id, COUNT(*) AS n FROM ideas WHERE challenge_id IN ? AND theme_id IS NOT NULL AND deleted_at IS NULL
		AND status NOT IN ('hidden', 'merged') GROUP BY theme_id`, ids).Scan(&used).Error
	if err != nil {
		return err
	}
	for _, t := range themes {
		for _, u := range used {
			if u.ThemeID == t.ID {
				t.Ideas = u.N
			}
		}
		place[t.ChallengeID].Themes = append(place[t.ChallengeID].Themes, t)
	}
	var facilitators []struct{ ChallengeID, PersonID string }
	err = tx.Raw(`SELECT challenge_id, person_id FROM challenge_facilitators WHERE challenge_id IN ? ORDER BY person_id`, ids).Scan(&facilitators).Error
	for _, f := range facilitators {
		place[f.ChallengeID].Facilitators = append(place[f.ChallengeID].Facilitators, f.PersonID)
	}
	return err
}

func phasesOf(tx *db.Tx, ids []string) ([]Phase, error) {
	var phases []Phase
	err := tx.Where("challenge_id IN ?", ids).Order("opens_at").Find(&phases).Error
	for i := range phases {
		phases[i].OpensAt, phases[i].ClosesAt = phases[i].OpensAt.UTC(), phases[i].ClosesAt.UTC()
	}
	return phases, err
}

// rightsOf reads what rights depend on, by id, with the version that it holds at: one query, so that all of it is of one moment.
func rightsOf(tx *db.Tx, ids []string) (map[string]Challenge, error) {
	found := make(map[string]Challenge, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	var rows []struct {
		ID         string
		Title      string
		VoteMode   policy.VoteMode
		Audience   string
		ArchivedAt *time.Time
		Version    int
		Name       *policy.Phase
		OpensAt    *time.Time
		ClosesAt   *time.Time
	}
	err := tx.Raw(`SELECT c.id, c.title, c.vote_mode, c.audience, c.archived_at, c.version, p.name, p.opens_at, p.closes_at
		FROM challenges c LEFT JOIN phases p ON p.challenge_id = c.id WHERE c.id IN ? ORDER BY c.id, p.opens_at`, ids).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	for n := 0; n < len(rows); {
		first := rows[n]
		c := Challenge{ID: first.ID, Title: first.Title, VoteMode: first.VoteMode, ArchivedAt: first.ArchivedAt, Version: first.Version}
		if first.Audience != "[]" {
			if err := json.Unmarshal([]byte(first.Audience), &c.Audience); err != nil {
				return nil, fmt.Errorf("the audience of challenge %s: %w", c.ID, err)
			}
		}
		for ; n < len(rows) && rows[n].ID == c.ID; n++ {
			if p := rows[n]; p.Name != nil {
				c.Phases = append(c.Phases, Phase{ChallengeID: c.ID, Name: *p.Name, OpensAt: p.OpensAt.UTC(), ClosesAt: p.ClosesAt.UTC()})
			}
		}
		found[c.ID] = c
	}
	return found, nil
}

// replaceParts makes phases, themes and facilitators what in says. The caller holds the challenge's row.
func replaceParts(tx *db.Tx, id string, in Input) error {
	if err := replacePhases(tx, id, in.Phases); err != nil {
		return err
	}
	if err := nameThemes(tx, id, in.Themes); err != nil {
		return err
	}
	if err := tx.Exec(`DELETE FROM challenge_facilitators WHERE challenge_id = ?`, id).Error; err != nil {
		return err
	}
	for _, person := range in.Facilitators {
		if err := tx.Exec(`INSERT INTO challenge_facilitators (challenge_id, person_id) VALUES (?, ?)`, id, person).Error; err != nil {
			return err
		}
	}
	return nil
}

// replacePhases writes the new dates. A phase that was told of is not told of again, unless its opening moved to the future; one
// that had begun when the challenge was made is part of that news.
func replacePhases(tx *db.Tx, id string, phases []Phase) error {
	before, err := phasesOf(tx, []string{id})
	if err != nil {
		return err
	}
	if err := tx.Exec(`DELETE FROM phases WHERE challenge_id = ?`, id).Error; err != nil {
		return err
	}
	now := tx.Now()
	for _, p := range phases {
		p.ChallengeID, p.AnnouncedAt = id, nil
		if !p.OpensAt.After(now) {
			i := slices.IndexFunc(before, func(b Phase) bool { return b.Name == p.Name })
			switch {
			case len(before) == 0:
				p.AnnouncedAt = &now
			case i >= 0:
				p.AnnouncedAt = before[i].AnnouncedAt
			}
		}
		if err := tx.Create(&p).Error; err != nil {
			return err
		}
	}
	return nil
}

func knownPeople(tx *db.Tx, ids []string) error {
	var known []string
	if err := tx.Raw(`SELECT id FROM people WHERE id IN ? AND active = ?`, ids, true).Scan(&known).Error; err != nil {
		return err
	}
	var unknown []string
	for _, id := range ids {
		if !slices.Contains(known, id) {
			unknown = append(unknown, id)
		}
	}
	if len(unknown) > 0 {
		return fault.Bad("facilitators", "Nobody here has the id %s.", strings.Join(unknown, ", "))
	}
	return nil
}

func idByTitle(tx *db.Tx, title string) (string, error) {
	var ids []string
	err := tx.Raw(`SELECT id FROM challenges WHERE title = ? ORDER BY created_at, id LIMIT 1`, title).Scan(&ids).Error
	if len(ids) == 0 {
		return "", err
	}
	return ids[0], err
}
