package floor

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Idea is an idea in an answer: what a list and the idea's page show of it.
type Idea struct {
	ID         string    `json:"id"`
	Title      string    `json:"title"`
	Body       string    `json:"body"`
	Status     string    `json:"status"`
	Agree      int       `json:"agree"`
	Disagree   int       `json:"disagree"`
	Pass       int       `json:"pass"`
	Comments   int       `json:"comments"`
	CreatedAt  time.Time `json:"created_at"`
	AuthorID   string    `json:"author_id"`
	Author     string    `json:"author"`
	Department string    `json:"department"`
	MyVote     *int      `json:"my_vote,omitempty"`
}

// Serve answers on addr from the PostgreSQL at url until ctx ends. connections bounds the pool.
func Serve(ctx context.Context, addr, url string, connections int) error {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return err
	}
	config.MaxConns = int32(connections)
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return err
	}
	defer pool.Close()
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: Handler(pool), ReadHeaderTimeout: 10 * time.Second}
	go func() { <-ctx.Done(); _ = server.Close() }()
	if err := server.Serve(listener); err != http.ErrServerClosed {
		return err
	}
	return nil
}

// Handler gives the answers. The reader's id comes in the header Reader.
func Handler(pool *pgxpool.Pool) http.Handler {
	f := floor{pool}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /challenges/{id}/ideas", f.list)
	mux.HandleFunc("GET /ideas/{id}", f.one)
	mux.HandleFunc("PUT /ideas/{id}/vote", f.vote)
	mux.HandleFunc("POST /ideas/{id}/comments", f.comment)
	mux.HandleFunc("GET /search", f.search)
	mux.HandleFunc("GET /ideas/similar", f.similar)
	mux.HandleFunc("GET /metrics", metrics)
	mux.HandleFunc("GET /readyz", func(http.ResponseWriter, *http.Request) {})
	return mux
}

type floor struct{ *pgxpool.Pool }

const (
	columns = `SELECT i.id, i.title, i.body, i.status, i.agree_count, i.disagree_count, i.pass_count, i.comment_count, i.created_at, p.id, p.name, p.department, v.value`
	joins   = ` JOIN people p ON p.id = i.author_id LEFT JOIN votes v ON v.target_kind = 'idea' AND v.target_id = i.id AND v.person_id = $1`
	live    = ` AND i.deleted_at IS NULL AND i.status <> 'hidden' AND i.status <> 'merged'`
)

var orders = map[string]string{"": "i.id DESC", "new": "i.id DESC", "top": "i.score DESC, i.id DESC", "hot": "i.hot DESC, i.id DESC"}

func (f floor) list(w http.ResponseWriter, r *http.Request) {
	limit, _ := strconv.Atoi(r.FormValue("limit"))
	f.ideas(w, r, columns+` FROM ideas i`+joins+` WHERE i.challenge_id = $2`+live+` ORDER BY `+orders[r.FormValue("sort")]+` LIMIT $3`,
		r.Header.Get("Reader"), r.PathValue("id"), max(1, limit))
}

func (f floor) similar(w http.ResponseWriter, r *http.Request) {
	f.ideas(w, r, columns+` FROM search s JOIN ideas i ON i.id = s.id`+joins+`
		WHERE s.kind = 'idea' AND s.words @@ replace(plainto_tsquery('finnish', $2)::text, '&', '|')::tsquery AND i.challenge_id = $3`+live+`
		ORDER BY ts_rank(s.words, replace(plainto_tsquery('finnish', $2)::text, '&', '|')::tsquery) DESC LIMIT 5`,
		r.Header.Get("Reader"), r.FormValue("text"), r.FormValue("challenge"))
}

func (f floor) one(w http.ResponseWriter, r *http.Request) {
	rows, err := f.Query(r.Context(), columns+` FROM ideas i`+joins+` WHERE i.id = $2`+live, r.Header.Get("Reader"), r.PathValue("id"))
	if err != nil {
		fail(w, err)
		return
	}
	item, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[Idea])
	answer(w, item, err)
}

func (f floor) ideas(w http.ResponseWriter, r *http.Request, query string, args ...any) {
	rows, err := f.Query(r.Context(), query, args...)
	if err != nil {
		fail(w, err)
		return
	}
	items, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Idea])
	answer(w, map[string]any{"items": items}, err)
}

// vote takes one vote and moves the idea's counts, in one transaction.
func (f floor) vote(w http.ResponseWriter, r *http.Request) {
	var in struct{ Value int }
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		fail(w, err)
		return
	}
	var agree int
	err := pgx.BeginFunc(r.Context(), f.Pool, func(tx pgx.Tx) error {
		tag, err := tx.Exec(r.Context(), `INSERT INTO votes (target_kind, target_id, person_id, value, created_at, updated_at) VALUES ('idea', $1, $2, $3, now(), now())
			ON CONFLICT (target_kind, target_id, person_id) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at WHERE votes.value <> excluded.value`,
			r.PathValue("id"), r.Header.Get("Reader"), in.Value)
		if err != nil {
			return err
		}
		return tx.QueryRow(r.Context(), `UPDATE ideas SET agree_count = agree_count + $2, score = score + $2 WHERE id = $1 RETURNING agree_count`,
			r.PathValue("id"), tag.RowsAffected()).Scan(&agree)
	})
	answer(w, map[string]any{"agree": agree, "my_vote": in.Value}, err)
}

// comment puts one comment in and moves the idea's count, in one transaction.
func (f floor) comment(w http.ResponseWriter, r *http.Request) {
	var in struct{ Body string }
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		fail(w, err)
		return
	}
	id := uuid.Must(uuid.NewV7()).String()
	err := pgx.BeginFunc(r.Context(), f.Pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(r.Context(), `INSERT INTO comments (id, target_kind, target_id, challenge_id, author_id, body, created_at, updated_at)
			SELECT $1, 'idea', id, challenge_id, $3, $4, now(), now() FROM ideas WHERE id = $2`, id, r.PathValue("id"), r.Header.Get("Reader"), in.Body); err != nil {
			return err
		}
		_, err := tx.Exec(r.Context(), `UPDATE ideas SET comment_count = comment_count + 1 WHERE id = $1`, r.PathValue("id"))
		return err
	})
	answer(w, map[string]any{"id": id, "body": in.Body}, err)
}

type hit struct {
	Kind        string `json:"kind"`
	ID          string `json:"id"`
	ChallengeID string `json:"challenge"`
	Title       string `json:"title"`
	Body        string `json:"body"`
}

func (f floor) search(w http.ResponseWriter, r *http.Request) {
	rows, err := f.Query(r.Context(), `SELECT kind, id, challenge_id, title, body FROM search WHERE words @@ plainto_tsquery('finnish', $1)
		ORDER BY ts_rank(words, plainto_tsquery('finnish', $1)) DESC LIMIT 30`, r.FormValue("q"))
	if err != nil {
		fail(w, err)
		return
	}
	items, err := pgx.CollectRows(rows, pgx.RowToStructByPos[hit])
	answer(w, map[string]any{"items": items}, err)
}

// metrics tells how much was allocated so far, in the words of the product's metrics.
func metrics(w http.ResponseWriter, _ *http.Request) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Fprintf(w, "go_memstats_mallocs_total %d\ngo_memstats_alloc_bytes_total %d\n", m.Mallocs, m.TotalAlloc)
}

func answer(w http.ResponseWriter, body any, err error) {
	if err != nil {
		fail(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body) // the reader may have gone
}

func fail(w http.ResponseWriter, err error) {
	http.Error(w, err.Error(), http.StatusInternalServerError)
}
