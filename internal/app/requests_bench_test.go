package app

import (
	"context"
	"io"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"talkoot/internal/bench/company"
	"talkoot/internal/blob"
	"talkoot/internal/bus"
	"talkoot/internal/config"
	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// quietServer is a whole server in process that says nothing.
func quietServer(b *testing.B, d *db.DB) *server {
	b.Helper()
	bell, err := bus.Open("")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(bell.Close)
	files, err := blob.Open(b.Context(), "", b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = files.Close() })
	s := &config.Settings{URL: "http://talkoot.test", Company: "Test", TurnoutEvery: time.Second}
	server, err := newServer(s, d, files, bell, slog.New(slog.NewTextHandler(io.Discard, nil)), options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(server.auth.Close)
	return server
}

// BenchmarkRequests asks the whole server, in process, what `bench http` asks it over the network: for profiles and for what a request
// allocates. go test ./internal/app -run '^$' -bench Requests/postgres/one -cpuprofile cpu.out
func BenchmarkRequests(b *testing.B) {
	testkit.Bench(b, func(b *testing.B, d *db.DB, clock *testkit.Clock) {
		ctx := context.Background()
		size, err := company.SizeOf("0.02")
		if err != nil {
			b.Fatal(err)
		}
		if err := company.FillIn(ctx, d, size); err != nil {
			b.Fatal(err)
		}
		server := quietServer(b, d)
		var challenge string
		var ideas []string
		err = d.Read(ctx, func(tx *db.Tx) error {
			if err := tx.Raw(`SELECT challenge_id FROM ideas GROUP BY challenge_id ORDER BY COUNT(*) DESC LIMIT 1`).Scan(&challenge).Error; err != nil {
				return err
			}
			return tx.Raw(`SELECT id FROM ideas WHERE challenge_id = ? AND deleted_at IS NULL AND status = 'open'`, challenge).Scan(&ideas).Error
		})
		if err != nil {
			b.Fatal(err)
		}
		for _, r := range []struct{ name, method, path, body string }{
			{"list", "GET", "/challenges/" + challenge + "/ideas?sort=top&limit=30", ""},
			{"one", "GET", "/ideas/{idea}", ""},
			{"search", "GET", "/search?q=asiakaspalvelu", ""},
			{"similar", "GET", "/ideas/similar?challenge=" + challenge + "&text=Selke%C3%A4+asiakaspalvelu+verkossa", ""},
			{"vote", "PUT", "/ideas/{idea}/vote", `{"value":1}`},
			{"comment", "POST", "/ideas/{idea}/comments", `{"body":"Tätä on kokeiltu meilläkin, ja **asiakas** oli iloinen."}`},
		} {
			b.Run(r.name, func(b *testing.B) {
				b.ReportAllocs()
				for n := 0; b.Loop(); n++ {
					clock.Add(time.Millisecond)
					path := strings.Replace(r.path, "{idea}", ideas[n%len(ideas)], 1)
					request := httptest.NewRequest(r.method, "http://talkoot.test/api/v1"+path, strings.NewReader(r.body))
					request.Header.Set("Authorization", "Bearer "+company.Token(22+n/len(ideas)%(size.People-22)))
					if r.body != "" {
						request.Header.Set("Content-Type", "application/json")
					}
					answer := httptest.NewRecorder()
					server.handler.ServeHTTP(answer, request)
					if answer.Code >= 300 {
						b.Fatal(answer.Code, answer.Body)
					}
				}
			})
		}
	})
}
