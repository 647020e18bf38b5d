package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"

	"talkoot/internal/bench/company"
	"talkoot/internal/db"
)

// kind is one kind of request: how the product is asked, and how the floor.
type kind struct {
	name   string
	ours   func(t *targets, r *rand.Rand) request
	floors func(t *targets, r *rand.Rand) request
	target float64 // least share of the floor's throughput; 0 is none
	most   float64 // most milliseconds of the 99th percentile; 0 is none
}

// targets is what is asked for.
type targets struct {
	challenge string   // the largest, for everybody, gathering ideas
	ideas     []string // of it, those that readers see
	people    []string // ids, as far as they have tokens; in the order of company.Token
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// words are what is searched for and typed; all are of the company's vocabulary.
var words = []string{"asiakaspalvelu", "laskutus", "toimitus myymälässä", "pöytä", "kierrätys", "delivery", "customer feedback", "koulutus", "varastotilaus", "bicycle"}

var typed = []string{
	"Selkeä asiakaspalvelu myymälässä ja verkossa", "Lasku ja tilaus pitäisi yhdistää", "One clear invoice for every order",
	"Nopea toimitus säästäisi meiltä päivän", "Jaetaan koulutusohje Tampereella", "Simplify the customer delivery",
}

func get(path string, args ...any) request { return request{"GET", fmt.Sprintf(path, args...), ""} }

func list(sort string) kind {
	return kind{name: "list of ideas, " + sort, target: 0.5,
		ours: func(t *targets, _ *rand.Rand) request {
			return get("/api/v1/challenges/%s/ideas?sort=%s&limit=30", t.challenge, sort)
		},
		floors: func(t *targets, _ *rand.Rand) request {
			return get("/challenges/%s/ideas?sort=%s&limit=30", t.challenge, sort)
		},
	}
}

const remark = `{"body":"Tätä on kokeiltu meilläkin: **asiakas** sai vastauksen samana päivänä, ja lasku lähti vasta sen jälkeen."}`

// kinds are the requests, those that only read first.
var kinds = []kind{
	list("new"), list("top"), list("hot"),
	{name: "one idea", target: 0.4,
		ours:   func(t *targets, r *rand.Rand) request { return get("/api/v1/ideas/%s", pick(r, t.ideas)) },
		floors: func(t *targets, r *rand.Rand) request { return get("/ideas/%s", pick(r, t.ideas)) }},
	{name: "search", most: 50,
		ours: func(_ *targets, r *rand.Rand) request {
			return get("/api/v1/search?q=%s", url.QueryEscape(pick(r, words)))
		},
		floors: func(_ *targets, r *rand.Rand) request { return get("/search?q=%s", url.QueryEscape(pick(r, words))) }},
	{name: "similar", most: 30,
		ours: func(t *targets, r *rand.Rand) request {
			return get("/api/v1/ideas/similar?challenge=%s&text=%s", t.challenge, url.QueryEscape(pick(r, typed)))
		},
		floors: func(t *targets, r *rand.Rand) request {
			return get("/ideas/similar?challenge=%s&text=%s", t.challenge, url.QueryEscape(pick(r, typed)))
		}},
	{name: "vote", target: 0.4,
		ours: func(t *targets, r *rand.Rand) request {
			return request{"PUT", "/api/v1/ideas/" + pick(r, t.ideas) + "/vote", `{"value":1}`}
		},
		floors: func(t *targets, r *rand.Rand) request {
			return request{"PUT", "/ideas/" + pick(r, t.ideas) + "/vote", `{"value":1}`}
		}},
	{name: "comment", target: 0.4,
		ours: func(t *targets, r *rand.Rand) request {
			return request{"POST", "/api/v1/ideas/" + pick(r, t.ideas) + "/comments", remark}
		},
		floors: func(t *targets, r *rand.Rand) request {
			return request{"POST", "/ideas/" + pick(r, t.ideas) + "/comments", remark}
		}},
}

// readers are people of company.Token from this number on: members with no further role, mostly.
const firstReader = 22

// find reads what there is to ask for.
func find(ctx context.Context, d *db.DB) (*targets, error) {
	t := &targets{}
	err := d.Read(ctx, func(tx *db.Tx) error {
		err := tx.Raw(`SELECT challenge_id FROM ideas GROUP BY challenge_id ORDER BY COUNT(*) DESC LIMIT 1`).Scan(&t.challenge).Error
		if err != nil {
			return err
		}
		err = tx.Raw(`SELECT id FROM ideas WHERE challenge_id = ? AND deleted_at IS NULL AND status IN ('open', 'grown') ORDER BY id`, t.challenge).Scan(&t.ideas).Error
		if err != nil {
			return err
		}
		return tx.Raw(`SELECT p.id FROM people p ORDER BY CAST(SUBSTR(subject, 7) AS INTEGER)`).Scan(&t.people).Error
	})
	if err == nil && (len(t.ideas) == 0 || len(t.people) <= firstReader) {
		err = fmt.Errorf("this database holds no company to measure with")
	}
	return t, err
}

// greet notes that everybody's token was used just now. The server notes it once an hour a token: a reader of every request drawn from
// 20,000 would have it do so with nearly each of them, and no reader of a real day asks once only.
func greet(ctx context.Context, d *db.DB) error {
	return d.Write(ctx, func(tx *db.Tx) error { return tx.Exec(`UPDATE tokens SET last_used_at = ?`, tx.Now()).Error })
}

// asked makes the requests of one kind as the product, or the floor, gets them; each from a reader drawn at random.
func (t *targets) asked(k kind, seed uint64, ours bool, connections int) func(connection, n int) (request, string) {
	random := make([]*rand.Rand, connections)
	for c := range random {
		random[c] = rand.New(rand.NewPCG(seed, uint64(c)))
	}
	return func(c, _ int) (request, string) {
		r := random[c]
		who := firstReader + r.IntN(len(t.people)-firstReader)
		if ours {
			return k.ours(t, r), "Authorization: Bearer " + company.Token(who) + "\r\n"
		}
		return k.floors(t, r), "Reader: " + t.people[who] + "\r\n"
	}
}
