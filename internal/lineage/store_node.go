package lineage

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
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

// titles is, for each kind of thing, the query of its nodes by id (?) with the reader's condition behind it. Insights and sticking
// points are everybody's.
func titles(scope policy.Scope) map[activity.Kind]string {
	ideas, decisions := "", ""
	if !scope.Hidden {
		ideas, decisions = " AND x.status <> 'hidden'", " AND x.state <> 'draft'"
	}
	const inChallenge = " JOIN challenges c ON c.id = x.challenge_id WHERE x.id IN ?"
	return map[activity.Kind]string{
		activity.KindInsight:       `SELECT x.id, x.quote AS title, x.created_at AS at, CASE WHEN x.import_id IS NULL THEN x.author_id ELSE '' END AS person FROM insights x WHERE x.id IN ?`,
		activity.KindStickingPoint: `SELECT x.id, x.title, x.status, x.created_at AS at, x.author_id AS person FROM sticking_points x WHERE x.id IN ?`,
		activity.KindIdea: `SELECT x.id, x.title, x.status, x.created_at AS at, x.challenge_id, x.author_id AS person FROM ideas x` + inChallenge +
			` AND x.deleted_at IS NULL` + ideas,
		activity.KindConcept: `SELECT x.id, x.title, x.created_at AS at, x.challenge_id, x.owner_id AS person FROM concepts x` + inChallenge,
		activity.KindDecision: `SELECT x.id, x.title, x.state AS status, x.created_at AS at, x.opens_at AS opened, x.challenge_id FROM decisions x` + inChallenge +
			` AND x.kind = 'main'` + decisions,
		activity.KindCommitment: `SELECT x.id, x.title, x.status, x.created_at AS at, x.challenge_id, x.owner_id AS person FROM commitments x` + inChallenge,
	}
}

type row struct {
	ID          string
	Title       string
	Status      string
	At          time.Time
	Opened      *time.Time
	ChallengeID string
	Person      *string
}

func (r row) node(kind activity.Kind) Node {
	n := Node{Ref: activity.Ref{Kind: kind, ID: r.ID}, Title: r.Title, Status: r.Status, At: r.At.UTC(), ChallengeID: r.ChallengeID}
	if r.Opened != nil {
		n.At = r.Opened.UTC()
	}
	if kind == activity.KindInsight {
		n.Title = shorten(r.Title)
	}
	if r.Person != nil && *r.Person != "" {
		n.People = []string{*r.Person}
	}
	return n
}

func shorten(quote string) string {
	if letters := []rune(quote); len(letters) > excerpt {
		return string(letters[:excerpt-1]) + "…"
	}
	return quote
}

// nodesOf reads those of refs that this reader may see, with one query a kind.
func nodesOf(tx *db.Tx, scope policy.Scope, refs []activity.Ref) (map[activity.Ref]Node, error) {
	ids := map[activity.Kind][]string{}
	for _, r := range refs {
		ids[r.Kind] = append(ids[r.Kind], r.ID)
	}
	found := map[activity.Ref]Node{}
	for kind, query := range titles(scope) {
		for part := range slices.Chunk(ids[kind], 5000) {
			args := []any{part}
			if kind != activity.KindInsight && kind != activity.KindStickingPoint {
				condition, more := forReader(scope)
				query, args = query+" AND "+condition, append(args, more...)
			}
			var rows []row
			if err := tx.Raw(query, args...).Scan(&rows).Error; err != nil {
				return nil, err
			}
			for _, r := range rows {
				n := r.node(kind)
				found[n.Ref] = n
			}
		}
	}
	return found, coauthors(tx, ids[activity.KindConcept], found)
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
