package lineage

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/policy"
)

// excerpt is how many letters of a quote stand for it in a graph.
const excerpt = 140

// everything is the scope for what is everybody's anyway.
var everything = policy.ScopeOf(policy.System())

// forReader is the condition of policy.Scope on a challenge c.
func forReader(scope policy.Scope) (string, []any) {
	if scope.Everything {
		return "1 = 1", nil
	}
	return `(c.audience = '[]' OR (',' || SUBSTR(c.audience, 2)) LIKE ? ESCAPE '\')`, []any{activity.AudienceLike(scope.Department)}
}

// nodesIn is, for each kind of thing, the query of its nodes by id (?) with the reader's condition behind it; all give the columns of
// row. Insights and sticking points are everybody's.
func nodesIn(scope policy.Scope) map[activity.Kind]string {
	ideas, decisions := "", ""
	if !scope.Hidden {
		ideas, decisions = " AND x.status <> 'hidden'", " AND x.state <> 'draft'"
	}
	const (
		inChallenge = " JOIN challenges c ON c.id = x.challenge_id WHERE x.id IN ?"
		notOpened   = ", x.created_at AS opened"
	)
	return map[activity.Kind]string{
		activity.KindInsight: `SELECT 'insight' AS kind, x.id, x.quote AS title, '' AS status, x.created_at AS at` + notOpened +
			`, '' AS challenge_id, CASE WHEN x.import_id IS NULL THEN x.author_id ELSE '' END AS person FROM insights x WHERE x.id IN ?`,
		activity.KindStickingPoint: `SELECT 'sticking_point' AS kind, x.id, x.title, x.status, x.created_at AS at` + notOpened +
			`, '' AS challenge_id, x.author_id AS person FROM sticking_points x WHERE x.id IN ?`,
		activity.KindIdea: `SELECT 'idea' AS kind, x.id, x.title, x.status, x.created_at AS at` + notOpened +
			`, x.challenge_id, x.author_id AS person FROM ideas x` + inChallenge + ` AND x.deleted_at IS NULL` + ideas,
		activity.KindConcept: `SELECT 'concept' AS kind, x.id, x.title, '' AS status, x.created_at AS at` + notOpened +
			`, x.challenge_id, x.owner_id AS person FROM concepts x` + inChallenge,
		activity.KindDecision: `SELECT 'decision' AS kind, x.id, x.title, x.state AS status, x.created_at AS at, x.opens_at AS opened` +
			`, x.challenge_id, '' AS person FROM decisions x` + inChallenge + ` AND x.kind = 'main'` + decisions,
		activity.KindCommitment: `SELECT 'commitment' AS kind, x.id, x.title, x.status, x.created_at AS at` + notOpened +
			`, x.challenge_id, x.owner_id AS person FROM commitments x` + inChallenge,
	}
}

type row struct {
	Kind        activity.Kind
	ID          string
	Title       string
	Status      string
	At          time.Time
	Opened      *time.Time // a decision's, when it has; of all else it is At
	ChallengeID string
	Person      string
}

func (r row) node() Node {
	n := Node{Ref: activity.Ref{Kind: r.Kind, ID: r.ID}, Title: r.Title, Status: r.Status, At: r.At.UTC(), ChallengeID: r.ChallengeID}
	if r.Opened != nil {
		n.At = r.Opened.UTC()
	}
	if r.Kind == activity.KindInsight {
		n.Title = shorten(r.Title)
	}
	if r.Person != "" {
		n.People = []string{r.Person}
	}
	return n
}

func shorten(quote string) string {
	if letters := []rune(quote); len(letters) > excerpt {
		return string(letters[:excerpt-1]) + "…"
	}
	return quote
}

// nodesOf reads those of refs that this reader may see, with everybody whom a concept is owed to.
func nodesOf(tx *db.Tx, scope policy.Scope, refs []activity.Ref) (map[activity.Ref]Node, error) {
	found, err := namesOf(tx, scope, refs)
	if err != nil {
		return nil, err
	}
	var concepts []string
	for _, r := range refs {
		if r.Kind == activity.KindConcept {
			concepts = append(concepts, r.ID)
		}
	}
	return found, coauthors(tx, concepts, found)
}

// namesOf is nodesOf without co-authors, all kinds in one query.
func namesOf(tx *db.Tx, scope policy.Scope, refs []activity.Ref) (map[activity.Ref]Node, error) {
	found := map[activity.Ref]Node{}
	for part := range slices.Chunk(refs, 5000) {
		ids := map[activity.Kind][]string{}
		for _, r := range part {
			ids[r.Kind] = append(ids[r.Kind], r.ID)
		}
		var queries []string
		var args []any
		in := nodesIn(scope)
		for _, kind := range kindOrder {
			query, ok := in[kind]
			if !ok || len(ids[kind]) == 0 {
				continue
			}
			args = append(args, ids[kind])
			if kind != activity.KindInsight && kind != activity.KindStickingPoint {
				condition, more := forReader(scope)
				query, args = query+" AND "+condition, append(args, more...)
			}
			queries = append(queries, query)
		}
		if len(queries) == 0 {
			continue
		}
		var rows []row
		if err := tx.Raw(strings.Join(queries, " UNION ALL "), args...).Scan(&rows).Error; err != nil {
			return nil, err
		}
		for _, r := range rows {
			n := r.node()
			found[n.Ref] = n
		}
	}
	return found, nil
}

// coauthors credits those who accepted to write a concept with its owner.
func coauthors(tx *db.Tx, conceptIDs []string, nodes map[activity.Ref]Node) error {
	for part := range slices.Chunk(conceptIDs, 5000) {
		var rows []struct{ ConceptID, PersonID string }
		err := tx.Raw(`SELECT concept_id, person_id FROM concept_authors WHERE concept_id IN ? AND state = 'accepted' ORDER BY created_at, person_id`, part).Scan(&rows).Error
		if err != nil {
			return err
		}
		for _, r := range rows {
			ref := activity.Ref{Kind: activity.KindConcept, ID: r.ConceptID}
			if n, ok := nodes[ref]; ok && !slices.Contains(n.People, r.PersonID) {
				n.People = append(n.People, r.PersonID)
				nodes[ref] = n
			}
		}
	}
	return nil
}

// linksInto reads the links into those of refs that are of one of kinds.
func linksInto(tx *db.Tx, refs []activity.Ref, kinds ...activity.Kind) ([]Link, error) {
	var some []activity.Ref
	for _, r := range refs {
		if slices.Contains(kinds, r.Kind) {
			some = append(some, r)
		}
	}
	return backward.from(tx, some, "")
}

// effectsOf reads what came of those of refs that are commitments with both measurements.
func effectsOf(tx *db.Tx, refs []activity.Ref) ([]Node, error) {
	var ids []string
	for _, r := range refs {
		if r.Kind == activity.KindCommitment {
			ids = append(ids, r.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []struct {
		ID, ChallengeID, Measure, Unit, Better, AfterOn string
		BeforeValue, AfterValue                         float64
	}
	err := tx.Raw(`SELECT x.id, x.challenge_id, COALESCE(m.name, x.measure) AS measure, COALESCE(m.unit, x.unit) AS unit, COALESCE(m.better, x.better) AS better,
			x.after_on, x.before_value, x.after_value
		FROM commitments x LEFT JOIN metrics m ON m.id = x.metric_id
		WHERE x.id IN ? AND x.before_value IS NOT NULL AND x.after_value IS NOT NULL`, ids).Scan(&rows).Error
	var nodes []Node
	for _, r := range rows {
		n := Node{Ref: activity.Ref{Kind: activity.KindEffect, ID: r.ID}, ChallengeID: r.ChallengeID, Status: verdict(r.BeforeValue, r.AfterValue, r.Better)}
		n.Title = fmt.Sprintf("%s → %s", number(r.BeforeValue), number(r.AfterValue))
		if r.Unit != "" {
			n.Title += " " + r.Unit
		}
		if r.Measure != "" {
			n.Title = r.Measure + ": " + n.Title
		}
		n.At, _ = time.Parse(time.DateOnly, r.AfterOn) // the zero time where no day was noted
		nodes = append(nodes, n)
	}
	return nodes, err
}

// verdict compares two measurements; higher tells which way is better.
func verdict(before, after float64, better string) string {
	switch c := cmp.Compare(after, before); {
	case c == 0:
		return "same"
	case (c > 0) == (better != "lower"):
		return "better"
	}
	return "worse"
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
