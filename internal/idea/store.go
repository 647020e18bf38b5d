package idea

import (
	"slices"
	"strconv"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

func insert(tx *db.Tx, i Idea) error { return tx.Create(&i).Error }

// find reads an idea as this reader sees it.
func find(tx *db.Tx, actor policy.Actor, id string) (shown, error) { return one(tx, actor, id) }

// lock is find, holding the row until the transaction ends: first the row, so that all the rest is as it is once the wait is over.
func lock(tx *db.Tx, actor policy.Actor, id string) (shown, error) {
	if suffix := tx.ForUpdate(); suffix != "" {
		if err := tx.Exec(`SELECT id FROM ideas WHERE id = ?`+suffix, id).Error; err != nil {
			return shown{}, err
		}
	}
	return find(tx, actor, id)
}

// entry is an idea's row with what its rights depend on.
type entry struct {
	Idea
	ChallengeVersion int
}

const entryColumns = `*, (SELECT version FROM challenges WHERE challenges.id = ideas.challenge_id) AS challenge_version`

// row reads an idea that is not deleted, without what is shown besides.
func row(tx *db.Tx, id, suffix string) (entry, error) {
	var rows []entry
	err := tx.Raw(`SELECT `+entryColumns+` FROM ideas WHERE id = ? AND deleted_at IS NULL`+suffix, id).Scan(&rows).Error
	if err != nil {
		return entry{}, err
	}
	if len(rows) == 0 {
		return entry{}, fault.Missing("idea")
	}
	rows[0].CreatedAt, rows[0].UpdatedAt = rows[0].CreatedAt.UTC(), rows[0].UpdatedAt.UTC()
	return rows[0], nil
}

func one(tx *db.Tx, actor policy.Actor, id string) (shown, error) {
	var rows []shown
	query, args := shownTo([]reading{{id, actor.PersonID}})
	if err := tx.Raw(query, args...).Scan(&rows).Error; err != nil {
		return shown{}, err
	}
	if len(rows) == 0 {
		return shown{}, fault.Missing("idea")
	}
	rows[0].CreatedAt, rows[0].UpdatedAt = rows[0].CreatedAt.UTC(), rows[0].UpdatedAt.UTC()
	return rows[0], nil
}

// byIDs reads ideas that are not deleted; held: their rows stay locked, always in the same order, so that two callers cannot wait for
// each other.
func byIDs(tx *db.Tx, ids []string, held bool) ([]Idea, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	suffix := ""
	if held {
		suffix = tx.ForUpdate()
	}
	var rows []Idea
	err := tx.Raw(`SELECT * FROM ideas WHERE id IN ? AND deleted_at IS NULL ORDER BY id`+suffix, ids).Scan(&rows).Error
	return utc(rows), err
}

func utc(rows []Idea) []Idea {
	for i := range rows {
		rows[i].CreatedAt, rows[i].UpdatedAt = rows[i].CreatedAt.UTC(), rows[i].UpdatedAt.UTC()
	}
	return rows
}

// update writes what an edit can change and moves the version on. UpdateColumns, because Updates puts a clock of its own into
// updated_at.
func update(tx *db.Tx, i *Idea) error {
	version := i.Version
	i.Version++
	result := tx.Model(&Idea{}).Where("id = ? AND version = ?", i.ID, version).
		Select("title", "body", "theme_id", "status", "version", "updated_at").UpdateColumns(i)
	if result.Error == nil && result.RowsAffected == 0 {
		return stale()
	}
	return result.Error
}

func updateVotes(tx *db.Tx, id string, c activity.Counts, score int, hot int64) error {
	return tx.Exec(`UPDATE ideas SET agree_count = ?, disagree_count = ?, pass_count = ?, score = ?, hot = ? WHERE id = ?`,
		c.Agree, c.Disagree, c.Pass, score, hot, id).Error
}

// votedBefore gives the vote that a person has, and whether their first support was told, once the idea's row is held.
func votedBefore(tx *db.Tx, ref activity.Ref, personID string) (*int, bool, error) {
	told, args := activity.ToldSQL(firstSupport, ref, personID)
	var row struct {
		Value *int
		Told  bool
	}
	err := tx.Raw(`SELECT (SELECT value FROM votes WHERE target_kind = ? AND target_id = ? AND person_id = ?) AS value, `+told+` AS told`,
		append([]any{ref.Kind, ref.ID, personID}, args...)...).Scan(&row).Error
	return row.Value, row.Told, err
}

// countComment counts one more comment on an idea that stands by itself, and gives its row after it; ok is false where it is gone or lives
// on in another.
func countComment(tx *db.Tx, id string) (i entry, ok bool, err error) {
	var rows []entry
	err = tx.Raw(`UPDATE ideas SET comment_count = comment_count + 1 WHERE id = ? AND deleted_at IS NULL AND merged_into IS NULL
		RETURNING `+entryColumns, id).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return entry{}, false, err
	}
	rows[0].CreatedAt, rows[0].UpdatedAt = rows[0].CreatedAt.UTC(), rows[0].UpdatedAt.UTC()
	return rows[0], true, nil
}

// moveComments moves the count of comments of an idea that stands by itself, and gives its row after it; none where it is gone or
// lives on in another.
func moveComments(tx *db.Tx, id string, delta int) ([]Idea, error) {
	var rows []Idea
	err := tx.Raw(`UPDATE ideas SET comment_count = CASE WHEN comment_count + ? > 0 THEN comment_count + ? ELSE 0 END
		WHERE id = ? AND deleted_at IS NULL AND merged_into IS NULL RETURNING agree_count, disagree_count, pass_count, comment_count`, delta, delta, id).Scan(&rows).Error
	return rows, err
}

func updateComments(tx *db.Tx, id string, n int) error {
	return tx.Exec(`UPDATE ideas SET comment_count = ? WHERE id = ?`, n, id).Error
}

func updateStatus(tx *db.Tx, id string, status Status) error {
	return tx.Exec(`UPDATE ideas SET status = ? WHERE id = ?`, status, id).Error
}

func remove(tx *db.Tx, i Idea) error {
	if err := tx.Exec(`UPDATE ideas SET deleted_at = ? WHERE id = ?`, tx.Now(), i.ID).Error; err != nil {
		return err
	}
	return unindex(tx, i.ID)
}

// index makes an idea findable by its words and by those of the ideas that live on in it.
func index(tx *db.Tx, i Idea) error {
	held, err := mergedInto(tx, i.ID)
	if err != nil {
		return err
	}
	return indexWith(tx, i, held[i.ID])
}

func indexWith(tx *db.Tx, i Idea, held []Idea) error {
	body := text.Plain(i.Body)
	for _, m := range held {
		body += "\n" + m.Title + "\n" + text.Plain(m.Body)
	}
	return tx.Index(db.Doc{Kind: string(activity.KindIdea), ID: i.ID, ChallengeID: i.ChallengeID, Title: i.Title, Body: body})
}

func unindex(tx *db.Tx, id string) error { return tx.Unindex(string(activity.KindIdea), id) }

// on is the idea as it would stand after the patch.
func (p Patch) on(tx *db.Tx, i Idea) (Idea, error) {
	var fields fault.Fields
	var err error
	if p.Title != nil {
		i.Title = cleanTitle(&fields, *p.Title)
	}
	if p.Body != nil {
		i.Body = cleanBody(&fields, *p.Body)
	}
	if p.ThemeID != nil {
		if i.ThemeID, err = theme(tx, &fields, i.ChallengeID, *p.ThemeID); err != nil {
			return i, err
		}
	}
	if p.Status != nil {
		switch *p.Status {
		case Hidden:
			i.Status = Hidden
		case Open:
			if i.Status == Hidden {
				i.Status = Open
				if grown, err := hasGrown(tx, i.ID); err != nil {
					return i, err
				} else if grown {
					i.Status = Grown
				}
			} else if i.Status == Grown {
				fields.Add("status", "A concept has grown from this idea.")
			}
		default:
			fields.Add("status", "An idea is shown (open) or hidden; it is grown once a concept grows from it.")
		}
	}
	return i, fields.Err()
}

func same(a, b Idea) bool {
	theme := func(i Idea) string {
		if i.ThemeID == nil {
			return ""
		}
		return *i.ThemeID
	}
	return a.Title == b.Title && a.Body == b.Body && a.Status == b.Status && theme(a) == theme(b)
}

// theme finds a theme of the challenge and holds it, so that it is still there at the commit; "" is none.
func theme(tx *db.Tx, fields *fault.Fields, challengeID, id string) (*string, error) {
	if id == "" {
		return nil, nil
	}
	var found []string
	if err := tx.Raw(`SELECT id FROM themes WHERE id = ? AND challenge_id = ?`+tx.ForUpdate(), id, challengeID).Scan(&found).Error; err != nil {
		return nil, err
	}
	if len(found) == 0 {
		fields.Add("theme", "This challenge has no such theme.")
		return nil, nil
	}
	return &id, nil
}

func hasGrown(tx *db.Tx, id string) (bool, error) {
	var n int
	err := tx.Raw(`SELECT COUNT(*) FROM lineage WHERE from_kind = ? AND from_id = ? AND to_kind = ?`, activity.KindIdea, id, activity.KindConcept).Scan(&n).Error
	return n > 0, err
}

func countOwn(tx *db.Tx, personID string) (int, error) {
	var n int
	err := tx.Raw(`SELECT COUNT(*) FROM ideas WHERE author_id = ? AND deleted_at IS NULL AND status <> ?`, personID, Hidden).Scan(&n).Error
	return n, err
}

// scopeCondition is the one place where a scope becomes SQL here: what a detail would show, a list shows.
func scopeCondition(scope policy.Scope) (string, []any) {
	condition, args := "ideas.deleted_at IS NULL", []any(nil)
	if !scope.Hidden {
		condition, args = condition+" AND ideas.status <> ?", append(args, Hidden)
	}
	if !scope.Everything {
		condition += ` AND ideas.challenge_id IN (SELECT id FROM challenges WHERE (audience = '[]' OR (',' || SUBSTR(audience, 2)) LIKE ? ESCAPE '\'))`
		args = append(args, activity.AudienceLike(scope.Department))
	}
	return condition, args
}

// list reads one page: which ideas first, from an index alone, then what is shown of them.
func list(tx *db.Tx, actor policy.Actor, q Query, page db.Page) ([]shown, string, error) {
	where, args := scopeCondition(policy.ScopeOf(actor))
	and := func(condition string, more ...any) {
		where, args = where+" AND ("+condition+")", append(args, more...)
	}
	if q.ChallengeID != "" {
		and("ideas.challenge_id = ?", q.ChallengeID)
	}
	if q.ThemeID != "" {
		and("ideas.theme_id = ?", q.ThemeID)
	}
	if q.Mine {
		and("ideas.author_id = ?", actor.PersonID)
	}
	if q.Status != "" {
		and("ideas.status = ?", q.Status)
	} else if !q.Mine {
		and("ideas.status <> ?", Merged)
	}
	if q.Answer != "" {
		condition, more, err := answerCondition(tx, q.Answer)
		if err != nil {
			return nil, "", err
		}
		and(condition, more...)
	}
	if q.Text != "" {
		match, more, ok := tx.Match(q.Text)
		if !ok { // no word in it, so nothing can be meant
			return nil, "", nil
		}
		and("ideas.id IN (SELECT found.id FROM ("+match+") AS found WHERE found.kind = 'idea')", more...)
	}
	sort, ok := sorts[q.Sort]
	if !ok {
		return nil, "", fault.New(fault.BadRequest, "Ideas are sorted by new, top or hot.")
	}
	if page.Cursor != "" {
		id, value, err := sort.decode(page.Cursor)
		if err != nil {
			return nil, "", err
		}
		if sort.column == "" {
			and("ideas.id < ?", id)
		} else {
			and("(ideas."+sort.column+", ideas.id) < (?, ?)", value, id)
		}
	}
	by := "ideas.id DESC"
	if sort.column != "" {
		by = "ideas." + sort.column + " DESC, ideas.id DESC"
	}
	var rows []shown
	err := tx.Raw(`SELECT `+shownColumns+shownSeq+` FROM (SELECT ideas.* FROM ideas WHERE `+where+` ORDER BY `+by+` LIMIT ?) AS ideas`+shownJoins+` ORDER BY `+by,
		append(append([]any{actor.PersonID}, args...), page.Limit+1)...).Scan(&rows).Error
	if err != nil {
		return nil, "", err
	}
	next := ""
	if len(rows) > page.Limit {
		rows = slices.Clip(rows[:page.Limit])
		next = sort.encode(rows[page.Limit-1].Idea)
	}
	for i := range rows {
		rows[i].CreatedAt, rows[i].UpdatedAt = rows[i].CreatedAt.UTC(), rows[i].UpdatedAt.UTC()
	}
	return rows, next, nil
}

// order is one sort: a column before the id, and what a cursor keeps of it.
type order struct {
	name   string
	column string // empty: the id alone
	value  func(Idea) int64
}

var sorts = map[Sort]order{
	"":      {name: "new"},
	SortNew: {name: "new"},
	SortTop: {name: "top", column: "score", value: func(i Idea) int64 { return int64(i.Score) }},
	SortHot: {name: "hot", column: "hot", value: func(i Idea) int64 { return i.Hot }},
}

func (o order) encode(last Idea) string {
	value := int64(0)
	if o.value != nil {
		value = o.value(last)
	}
	return db.EncodeCursor(o.name, strconv.FormatInt(value, 10), last.ID)
}

func (o order) decode(cursor string) (id string, value int64, err error) {
	keys, err := db.DecodeCursor(cursor, 3)
	if err != nil {
		return "", 0, err
	}
	value, err = strconv.ParseInt(keys[1], 10, 64)
	if err != nil || keys[0] != o.name {
		return "", 0, fault.New(fault.BadRequest, "This cursor is not from this list. Start again without it.")
	}
	return keys[2], value, nil
}

// candidate is an idea that may be similar, with its plain words as the search has them: those of the ideas that live on in it are among
// them.
type candidate struct {
	ID, Title, Plain string
	Held             bool // ideas live on in it
}

// likeness is a query for what may be similar.
type likeness func(kind, challengeID string, beginnings []string) (query string, args []any, ok bool)

// candidates are the ideas of a challenge that are so near to the words of a text, best match first.
func candidates(tx *db.Tx, actor policy.Actor, challengeID string, beginnings []string, how likeness, limit int) ([]candidate, error) {
	match, args, ok := how(string(activity.KindIdea), challengeID, beginnings)
	if !ok {
		return nil, nil
	}
	condition, more := scopeCondition(policy.ScopeOf(actor))
	args = append(append(append(args, limit), challengeID), more...)
	var rows []candidate
	// The best first, from the search alone; only they are looked up.
	err := tx.Raw(`WITH found`+tx.Ranked(match)+`, best AS (SELECT 'idea' AS kind, id, rank FROM found ORDER BY rank, id DESC LIMIT ?)
		SELECT ideas.id, ideas.title, doc.body AS plain, EXISTS (SELECT 1 FROM ideas held WHERE held.merged_into = ideas.id) AS held FROM best JOIN ideas ON ideas.id = best.id`+tx.DocOf("best")+`
		WHERE ideas.challenge_id = ? AND ideas.status NOT IN ('hidden', 'merged') AND `+condition+` ORDER BY best.rank, ideas.id DESC`, args...).Scan(&rows).Error
	return rows, err
}
