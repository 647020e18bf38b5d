package concept

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// Sort orders a list of concepts.
type Sort string

// The orders: newest first, or most support first.
const (
	New Sort = "new"
	Top Sort = "top"
)

// Query chooses concepts for List. ChallengeID empty is every challenge the reader may see.
type Query struct {
	ChallengeID string
	Sort        Sort
	Page        db.Page
}

// versionRow is one row of concept_versions.
type versionRow struct {
	ConceptID string
	Version   int
	EditorID  string
	Changed   string // JSON
	Canvas    string // JSON
	CreatedAt time.Time
}

// keptCanvas is the JSON of a version's canvas.
type keptCanvas struct {
	Canvas
	SuggestedBy string `json:"suggested_by,omitempty"`
}

// TableName is the table of versions.
func (versionRow) TableName() string { return "concept_versions" }

func get(tx *db.Tx, id string) (Concept, error) {
	return one(tx, `SELECT * FROM concepts WHERE id = ?`, id)
}

// lock reads a concept and holds its row, so that canvas, counts and ballots move one after the other.
func lock(tx *db.Tx, id string) (Concept, error) {
	return one(tx, `SELECT * FROM concepts WHERE id = ?`+tx.ForUpdate(), id)
}

func one(tx *db.Tx, query, id string) (Concept, error) {
	var c Concept
	result := tx.Raw(query, id).Scan(&c)
	if result.Error == nil && result.RowsAffected == 0 {
		return c, fault.Missing("concept")
	}
	return c, result.Error
}

// lockAll holds the rows of many concepts, always in the same order so that two callers never wait for each other.
func lockAll(tx *db.Tx, ids []string) ([]Concept, error) {
	var list []Concept
	if len(ids) == 0 {
		return nil, nil
	}
	err := tx.Raw(`SELECT * FROM concepts WHERE id IN ? ORDER BY id`+tx.ForUpdate(), ids).Scan(&list).Error
	return list, err
}

func byIDs(tx *db.Tx, ids []string) ([]Concept, error) {
	var list []Concept
	if len(ids) == 0 {
		return nil, nil
	}
	err := tx.Where("id IN ?", ids).Find(&list).Error
	return list, err
}

func insert(tx *db.Tx, c Concept) error { return tx.Create(&c).Error }

// update writes the canvas over the version it was made against; false when somebody else was quicker.
func update(tx *db.Tx, c Concept, version int) (bool, error) {
	result := tx.Exec(`UPDATE concepts SET title = ?, problem = ?, who_suffers = ?, solution = ?, customer_value = ?, company_value = ?,
		first_step = ?, measure = ?, effort = ?, impact = ?, owner_id = ?, version = ?, updated_at = ? WHERE id = ? AND version = ?`,
		c.Title, c.Problem, c.WhoSuffers, c.Solution, c.CustomerValue, c.CompanyValue, c.FirstStep, c.Measure, c.Effort, c.Impact, c.OwnerID,
		c.Version, c.UpdatedAt, c.ID, version)
	return result.RowsAffected == 1, result.Error
}

func updateCounts(tx *db.Tx, c Concept) error {
	return tx.Exec(`UPDATE concepts SET agree_count = ?, disagree_count = ?, pass_count = ?, comment_count = ?, score = ? WHERE id = ?`,
		c.AgreeCount, c.DisagreeCount, c.PassCount, c.CommentCount, c.Score, c.ID).Error
}

func insertVersion(tx *db.Tx, v Version) error {
	changed, err := json.Marshal(v.Changed)
	if err != nil {
		return fmt.Errorf("version of a concept: %w", err)
	}
	canvas, err := json.Marshal(keptCanvas{v.Canvas, v.SuggestedBy})
	if err != nil {
		return fmt.Errorf("version of a concept: %w", err)
	}
	row := versionRow{v.ConceptID, v.Version, v.EditorID, string(changed), string(canvas), v.CreatedAt}
	return tx.Create(&row).Error
}

// versions reads limit versions below a number (0: from the newest), newest first.
func versions(tx *db.Tx, conceptID string, below, limit int) ([]Version, error) {
	var rows []versionRow
	query := tx.Where("concept_id = ?", conceptID).Order("version DESC").Limit(limit)
	if below > 0 {
		query = query.Where("version < ?", below)
	}
	if err := query.Find(&rows).Error; err != nil {
		return nil, err
	}
	list := make([]Version, len(rows))
	for i, r := range rows {
		list[i] = Version{ConceptID: r.ConceptID, Version: r.Version, EditorID: r.EditorID, CreatedAt: r.CreatedAt}
		if err := json.Unmarshal([]byte(r.Changed), &list[i].Changed); err != nil {
			return nil, fmt.Errorf("version %d of concept %s: %w", r.Version, conceptID, err)
		}
		var kept keptCanvas
		if err := json.Unmarshal([]byte(r.Canvas), &kept); err != nil {
			return nil, fmt.Errorf("version %d of concept %s: %w", r.Version, conceptID, err)
		}
		list[i].Canvas, list[i].SuggestedBy = kept.Canvas, kept.SuggestedBy
	}
	return list, nil
}

// list reads one more row than the page has, which tells whether there is a next one.
func list(tx *db.Tx, scope policy.Scope, q Query, limit int) ([]Concept, error) {
	query := tx.Limit(limit + 1)
	if q.ChallengeID != "" {
		query = query.Where("challenge_id = ?", q.ChallengeID)
	}
	if !scope.Everything {
		query = query.Where(`(challenge_id IN (SELECT id FROM challenges WHERE audience = '[]' OR (',' || SUBSTR(audience, 2)) LIKE ? ESCAPE '\'))`,
			activity.AudienceLike(scope.Department))
	}
	if q.Sort == Top {
		query = query.Order("score DESC, id DESC")
		if q.Page.Cursor != "" {
			keys, err := db.DecodeCursor(q.Page.Cursor, 2)
			if err != nil {
				return nil, err
			}
			score, err := strconv.Atoi(keys[0])
			if err != nil {
				return nil, fault.New(fault.BadRequest, "This cursor is not from this list. Start again without it.")
			}
			query = query.Where("(score < ? OR (score = ? AND id < ?))", score, score, keys[1])
		}
	} else {
		query = query.Order("id DESC")
		if q.Page.Cursor != "" {
			keys, err := db.DecodeCursor(q.Page.Cursor, 1)
			if err != nil {
				return nil, err
			}
			query = query.Where("id < ?", keys[0])
		}
	}
	var found []Concept
	err := query.Find(&found).Error
	return found, err
}

func cursor(sort Sort, last Concept) string {
	if sort == Top {
		return db.EncodeCursor(strconv.Itoa(last.Score), last.ID)
	}
	return db.EncodeCursor(last.ID)
}

// index makes the concept findable by every word of its canvas, and by the strongest words of its customers as they are now.
func index(tx *db.Tx, c Concept) error {
	words := []string{c.Problem, c.WhoSuffers, c.Solution, c.CustomerValue, c.CompanyValue, c.FirstStep, c.Measure}
	said, err := evidenceOf(tx, []string{c.ID})
	if err != nil {
		return err
	}
	for _, e := range said[c.ID] {
		words = append(words, e.Quote, e.Source)
	}
	return tx.Index(db.Doc{Kind: string(activity.KindConcept), ID: c.ID, ChallengeID: c.ChallengeID, Title: c.Title, Body: strings.Join(words, "\n")})
}
