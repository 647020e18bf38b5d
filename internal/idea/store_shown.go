package idea

import (
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/policy"
)

// shown is an idea's row with what a reader sees besides: one query, however many ideas.
type shown struct {
	Idea
	AuthorName       string
	AuthorDepartment string
	AuthorPicture    string
	ChallengeVersion int // of the challenge it answers, for what rights depend on
	AnswerDays       int
	ThemeName        *string
	MyVote           *int

	AnswerStatus    *AnswerStatus
	AnswerReason    *string
	AnswerAuthorID  *string
	AnswererName    *string
	AnswererPlace   *string
	AnswererPicture *string
	AnswerCreatedAt *time.Time
	AnswerUpdatedAt *time.Time
	ComesFrom       bool  // there are links into it
	Seq             int64 // the feed's number of the same moment

	Reader string // whose vote it is, where several asked
	Hash   string // of the session or token by which the reader was named
}

// The columns and joins of shown. shownToAll ends where the reader is named; in shownColumns that is the one parameter, before what stands in
// FROM. What is one value is looked up and not joined: PostgreSQL weighs every order of so many joins anew, which takes ten times as long as the reading.
// But it would look through all themes for the one where they are some hundreds, which it knows better of a join.
const (
	shownToAll = `ideas.*, author.name AS author_name, author.department AS author_department, author.picture AS author_picture,
		challenge.version AS challenge_version, challenge.answer_days,
		theme.name AS theme_name,
		a.status AS answer_status, a.reason AS answer_reason, a.author_id AS answer_author_id,
		answerer.name AS answerer_name, answerer.department AS answerer_place, answerer.picture AS answerer_picture,
		a.created_at AS answer_created_at, a.updated_at AS answer_updated_at,
		(SELECT v.value FROM votes v WHERE v.target_kind = 'idea' AND v.target_id = ideas.id AND v.person_id = `
	shownColumns = shownToAll + `?) AS my_vote`
	shownJoins   = ` JOIN people author ON author.id = ideas.author_id JOIN challenges challenge ON challenge.id = ideas.challenge_id
		LEFT JOIN idea_answers a ON a.idea_id = ideas.id LEFT JOIN people answerer ON answerer.id = a.author_id
		LEFT JOIN themes theme ON theme.id = ideas.theme_id`
	shownLinks = `, EXISTS (SELECT 1 FROM lineage l WHERE l.to_kind = 'idea' AND l.to_id = ideas.id) AS comes_from`
	shownSeq   = `, (SELECT seq FROM activity_counter WHERE id = 1) AS seq`
)

// reading is an idea and the person who reads it, or the hash of the session or token that says who does.
type reading struct{ idea, reader string }

func (s shown) reading() reading { return reading{s.ID, s.Reader} }

// shownTo asks for ideas that are not deleted, each as its reader sees it, and whether anything is behind it; no row where there is none.
func shownTo(wanted []reading) (query string, args []any) {
	if len(wanted) == 1 {
		return `SELECT ` + shownColumns + `, CAST(? AS TEXT) AS reader` + shownLinks + ` FROM ideas` + shownJoins + ` WHERE ideas.id = ? AND ideas.deleted_at IS NULL`,
			[]any{wanted[0].reader, wanted[0].reader, wanted[0].idea}
	}
	return `WITH wanted(id, reader) AS (?) SELECT ` + shownToAll + `wanted.reader) AS my_vote, wanted.reader` + shownLinks + `
		FROM wanted JOIN ideas ON ideas.id = wanted.id` + shownJoins + ` WHERE ideas.deleted_at IS NULL`, []any{pairsOf(wanted)}
}

func pairsOf(wanted []reading) db.Pairs {
	pairs := make(db.Pairs, len(wanted))
	for n, w := range wanted {
		pairs[n] = [2]string{w.idea, w.reader}
	}
	return pairs
}

// shownToHolder is shownTo for readers whom a table knows by a hash; one whom it does not know is nobody.
func shownToHolder(table, hash string) func(wanted []reading) (query string, args []any) {
	query := `WITH asked(id, hash) AS (?), wanted AS (SELECT asked.id, asked.hash, COALESCE(h.person_id, '') AS reader
			FROM asked LEFT JOIN ` + table + ` h ON h.` + hash + ` = asked.hash)
		SELECT ` + shownToAll + `wanted.reader) AS my_vote, wanted.reader, wanted.hash` + shownLinks + `
		FROM wanted JOIN ideas ON ideas.id = wanted.id` + shownJoins + ` WHERE ideas.deleted_at IS NULL`
	return func(wanted []reading) (string, []any) { return query, []any{pairsOf(wanted)} }
}

func (s shown) readingByHash() reading { return reading{s.ID, s.Hash} }

// shownByIDs reads what readers see besides the rows of these ideas, by id.
func shownByIDs(tx *db.Tx, actor policy.Actor, ids []string) (map[string]shown, error) {
	var rows []shown
	err := tx.Raw(`SELECT `+shownColumns+` FROM ideas`+shownJoins+` WHERE ideas.id IN ?`, actor.PersonID, ids).Scan(&rows).Error
	found := make(map[string]shown, len(rows))
	for _, r := range rows {
		r.CreatedAt, r.UpdatedAt = r.CreatedAt.UTC(), r.UpdatedAt.UTC()
		found[r.ID] = r
	}
	return found, err
}

// intoOf is what some of rows live on in and this reader may see of it, by id. Few rows live on in another: the rest ask nothing.
func intoOf(tx *db.Tx, actor policy.Actor, rows []shown) (map[string]activity.Link, error) {
	var ids []string
	for _, r := range rows {
		if r.MergedInto != nil {
			ids = append(ids, *r.MergedInto)
		}
	}
	targets, err := byIDs(tx, ids, false)
	links := make(map[string]activity.Link, len(targets))
	for _, t := range targets {
		if t.Status != Hidden || policy.ScopeOf(actor).Hidden {
			links[t.ID] = activity.Link{Kind: activity.KindIdea, ID: t.ID, Title: t.Title}
		}
	}
	return links, err
}

// answer is the idea's answer; nil when there is none.
func (s shown) answer() *Answer {
	if s.AnswerStatus == nil {
		return nil
	}
	return &Answer{IdeaID: s.ID, Status: *s.AnswerStatus, Reason: *s.AnswerReason, AuthorID: *s.AnswerAuthorID,
		CreatedAt: s.AnswerCreatedAt.UTC(), UpdatedAt: s.AnswerUpdatedAt.UTC(),
		By: Byline{ID: *s.AnswerAuthorID, Name: *s.AnswererName, Department: *s.AnswererPlace, Picture: *s.AnswererPicture}}
}
