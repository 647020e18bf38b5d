package app

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"talkoot/internal/db"
	"talkoot/internal/people"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

// BenchmarkMapAnswer asks the whole server for the map of 12 stages with 100,000 insights: how long, and how many bytes the answer has,
// as it is and packed. What it must not take longer than is 300 ms.
func BenchmarkMapAnswer(b *testing.B) {
	for _, touchpoints := range []int{60, 720} {
		b.Run(fmt.Sprint(touchpoints), func(b *testing.B) {
			testkit.Bench(b, func(b *testing.B, d *db.DB, _ *testkit.Clock) {
				ctx := context.Background()
				server := quietServer(b, d)
				p, err := server.people.Add(ctx, policy.System(), people.New{Email: "aino@test.example", Name: "Aino"})
				if err != nil {
					b.Fatal(err)
				}
				token, err := server.auth.Mint(ctx, p.Email, "bench", 0)
				if err != nil {
					b.Fatal(err)
				}
				id := testkit.Journey(b, d, policy.Actor{PersonID: p.ID}, touchpoints, 100_000)
				var answer *httptest.ResponseRecorder
				for b.Loop() {
					r := httptest.NewRequest(http.MethodGet, "http://talkoot.test/api/v1/journeys/"+id+"/map", nil)
					r.Header.Set("Authorization", "Bearer "+token)
					answer = httptest.NewRecorder()
					if server.handler.ServeHTTP(answer, r); answer.Code != 200 {
						b.Fatal(answer.Code, answer.Body)
					}
				}
				var packed bytes.Buffer
				z := gzip.NewWriter(&packed)
				_, _ = z.Write(answer.Body.Bytes())
				_ = z.Close()
				b.ReportMetric(float64(answer.Body.Len()), "bytes")
				b.ReportMetric(float64(packed.Len()), "packed-bytes")
			})
		})
	}
}
