package transfer_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talkoot/internal/activity"
	"talkoot/internal/challenge"
	"talkoot/internal/db"
	"talkoot/internal/idea"
	"talkoot/internal/people"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
	"talkoot/internal/transfer"
)

type house struct {
	db       *db.DB
	people   *people.Service
	ideas    *idea.Service
	transfer *transfer.Service
}

func newHouse(d *db.DB) house {
	recorder := activity.NewRecorder(nil)
	p, c := people.NewService(d, nil), challenge.NewService(d, recorder)
	i := idea.NewService(d, recorder, c)
	return house{d, p, i, transfer.NewService(d, p, c, i)}
}

// rows counts what is in the tables that an import fills.
func (h house) rows(t *testing.T) (n [4]int64) {
	t.Helper()
	err := h.db.Read(t.Context(), func(tx *db.Tx) error {
		for i, table := range []string{"people", "ideas", "votes", "activities"} {
			if err := tx.Raw(`SELECT COUNT(*) FROM ` + table).Scan(&n[i]).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func folder(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func quiet(string, int, int) {}

const goodIdeas = "\xef\xbb\xbfid,text,author_id,created_at,moderated\n" +
	"0,Pöytä jää lattialle,7,2017-07-16T19:17:32.897Z,1\n" +
	"1,\"Two\nlines, and a \"\"quote\"\"\",8,2017-07-16T19:18:00Z,0\n" +
	"2,Out of sight,8,2017-07-16T19:19:00Z,-1\n"

const goodVotes = "participant_id,idea_id,vote,voted_at\n" +
	"7,0,1,2017-07-16T20:00:00Z\n8,0,-1,2017-07-16T20:00:01Z\n9,0,0,\n9,1,1,2017-07-16T20:00:02Z\n9,1,-1,2017-07-16T20:00:03Z\n"

func TestImportIsUsableAndTwiceAddsNothing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		h := newHouse(d)
		dir := folder(t, map[string]string{"ideas.csv": goodIdeas, "votes.csv": goodVotes})
		f, err := h.transfer.Import(t.Context(), dir, "A conversation", "From elsewhere", quiet)
		if err != nil {
			t.Fatal(err)
		}
		if f.People != 3 || f.Ideas != 3 || f.Votes != 4 {
			t.Errorf("figures are %+v", f)
		}
		before := h.rows(t)
		again, err := h.transfer.Import(t.Context(), dir, "A conversation", "From elsewhere", quiet)
		if err != nil || again.People+again.Ideas+again.Votes != 0 || again.Challenge != f.Challenge {
			t.Errorf("the second run added %+v, %v", again, err)
		}
		if after := h.rows(t); after != before {
			t.Errorf("rows were %v and are %v", before, after)
		}

		reader := policy.Actor{PersonID: db.NewID(), Department: "Sales"}
		list, err := h.ideas.List(t.Context(), reader, idea.Query{ChallengeID: f.Challenge, Sort: idea.SortNew}, db.Page{Limit: 10})
		if err != nil || len(list.Items) != 2 {
			t.Fatalf("a member sees %d ideas, %v; want the two that are not hidden", len(list.Items), err)
		}
		second, first := list.Items[0], list.Items[1]
		if first.Title != "Pöytä jää lattialle" || first.AgreeCount != 1 || first.DisagreeCount != 1 || first.PassCount != 1 || first.Score != 0 {
			t.Errorf("the first idea is %+v", first.Idea)
		}
		if second.Title != "Two lines, and a \"quote\"" || !strings.Contains(second.Body, "\n") || second.DisagreeCount != 1 || second.AgreeCount != 0 {
			t.Errorf("the second idea is %+v", second.Idea)
		}
		found, err := h.ideas.List(t.Context(), reader, idea.Query{ChallengeID: f.Challenge, Text: "poyta"}, db.Page{Limit: 10})
		if err != nil || len(found.Items) != 1 {
			t.Errorf("search finds %d, %v", len(found.Items), err)
		}

		more := folder(t, map[string]string{"ideas.csv": goodIdeas + "3,A fourth,7,2017-07-17T00:00:00Z,1\n", "votes.csv": goodVotes + "7,3,1,2017-07-18T00:00:00Z\n"})
		if f, err := h.transfer.Import(t.Context(), more, "A conversation", "", quiet); err != nil || f.Ideas != 1 || f.Votes != 1 || f.People != 0 {
			t.Errorf("more rows added %+v, %v", f, err)
		}
	})
}

func TestPeopleFileKeepsAccounts(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		h := newHouse(d)
		account, err := h.people.Add(t.Context(), policy.System(), people.New{Email: "aino@test.example", Name: "Aino", Department: "Sales", Roles: []policy.Role{policy.Facilitator}})
		if err != nil {
			t.Fatal(err)
		}
		dir := folder(t, map[string]string{
			"ideas.csv": goodIdeas, "votes.csv": goodVotes,
			"people.csv": "id,name,email,department\n7,Aino V,AINO@test.example,Elsewhere\n8,Jyrki,jyrki@test.example,Cloud\n9,Åsa,,Sales\n",
		})
		f, err := h.transfer.Import(t.Context(), dir, "A conversation", "", quiet)
		if err != nil || f.People != 2 {
			t.Fatalf("%+v, %v", f, err)
		}
		list, err := h.ideas.List(t.Context(), policy.Actor{PersonID: account.ID}, idea.Query{ChallengeID: f.Challenge, Mine: true}, db.Page{Limit: 10})
		if err != nil || len(list.Items) != 1 {
			t.Errorf("the account has %d ideas, %v; want its own one", len(list.Items), err)
		}
		if kept, err := h.people.FindByEmail(t.Context(), "aino@test.example"); err != nil || kept.Name != "Aino" || kept.Department != "Sales" {
			t.Errorf("the account became %+v, %v", kept, err)
		}
	})
}

func TestBadRowsAreNamedAndNothingIsWritten(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		h := newHouse(d)
		before := h.rows(t)
		for name, try := range map[string]struct {
			files map[string]string
			says  string
		}{
			"date":          {map[string]string{"ideas.csv": "id,text,author_id,created_at\n0,x,1,2017-01-01T00:00:00Z\n1,y,1,31.2.2026\n", "votes.csv": goodVotes}, `ideas.csv:3: created_at "31.2.2026"`},
			"line of many":  {map[string]string{"ideas.csv": "id,text,author_id,created_at\n0,\"a\nb\nc\",1,2017-01-01T00:00:00Z\n0,y,1,2017-01-01T00:00:00Z\n", "votes.csv": goodVotes}, `ideas.csv:5: the id "0" stands twice`},
			"unknown idea":  {map[string]string{"ideas.csv": goodIdeas, "votes.csv": "participant_id,idea_id,vote\n1,99,1\n"}, `votes.csv:2: the idea_id "99"`},
			"vote of two":   {map[string]string{"ideas.csv": goodIdeas, "votes.csv": "participant_id,idea_id,vote\n1,0,2\n"}, `votes.csv:2: the vote "2"`},
			"column":        {map[string]string{"ideas.csv": "id,text\n0,x\n", "votes.csv": goodVotes}, `ideas.csv:1: the column "author_id" is missing`},
			"fields":        {map[string]string{"ideas.csv": goodIdeas, "votes.csv": "participant_id,idea_id,vote\n1,0\n"}, "votes.csv:2: wrong number of fields"},
			"quote":         {map[string]string{"ideas.csv": goodIdeas, "votes.csv": "participant_id,idea_id,vote\n1,\"0,1\n"}, "votes.csv:"},
			"not text":      {map[string]string{"ideas.csv": goodIdeas, "votes.csv": "participant_id,idea_id,vote\n1,0,1\n\xff,0,1\n"}, "votes.csv:3: this is not UTF-8"},
			"empty":         {map[string]string{"ideas.csv": "", "votes.csv": goodVotes}, "ideas.csv:1:"},
			"no file":       {map[string]string{"ideas.csv": goodIdeas}, "votes.csv"},
			"no ideas":      {map[string]string{"ideas.csv": "id,text,author_id,created_at\n", "votes.csv": "participant_id,idea_id,vote\n"}, "no ideas"},
			"who is that":   {map[string]string{"ideas.csv": goodIdeas, "votes.csv": goodVotes, "people.csv": "id,name\n7,Aino\n"}, `ideas.csv:3: the author_id "8" is not in people.csv`},
			"blank idea":    {map[string]string{"ideas.csv": "id,text,author_id,created_at\n0,  ,1,2017-01-01T00:00:00Z\n", "votes.csv": goodVotes}, "ideas.csv:2: the text is empty"},
			"moderated how": {map[string]string{"ideas.csv": "id,text,author_id,created_at,moderated\n0,x,1,2017-01-01T00:00:00Z,yes\n", "votes.csv": goodVotes}, `moderated "yes"`},
		} {
			t.Run(name, func(t *testing.T) {
				_, err := h.transfer.Import(t.Context(), folder(t, try.files), "A conversation", "", quiet)
				if err == nil || !strings.Contains(err.Error(), try.says) {
					t.Errorf("says %v, want %q", err, try.says)
				}
				if after := h.rows(t); after != before {
					t.Errorf("rows were %v and are %v", before, after)
				}
			})
		}
		many := "participant_id,idea_id,vote\n" + strings.Repeat("1,0,9\n", 50)
		_, err := h.transfer.Import(t.Context(), folder(t, map[string]string{"ideas.csv": goodIdeas, "votes.csv": many}), "A conversation", "", quiet)
		var bad *transfer.BadRows
		if !errors.As(err, &bad) || len(bad.Rows) != 20 || bad.More != 30 {
			t.Errorf("fifty bad rows are told as %v", err)
		}
	})
}

// An import that is stopped half-way leaves nothing.
func TestStoppedImportLeavesNothing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		h := newHouse(d)
		before := h.rows(t)
		ctx, stop := context.WithCancel(t.Context())
		_, err := h.transfer.Import(ctx, folder(t, map[string]string{"ideas.csv": goodIdeas, "votes.csv": goodVotes}), "A conversation", "",
			func(what string, _, _ int) {
				if what == "votes" {
					stop()
				}
			})
		if err == nil {
			t.Error("a stopped import says that it went through")
		}
		if after := h.rows(t); after != before {
			t.Errorf("rows were %v and are %v", before, after)
		}
	})
}

// Real conversations, where they are at hand: every one comes in whole, with the figures that their source gives.
func TestRealConversations(t *testing.T) {
	root := filepath.Join("..", "..", "..", "shared", "data")
	text, err := os.ReadFile(filepath.Join(root, "manifest.json"))
	if err != nil {
		t.Skip("NOT RUN: the real conversations are not beside this checkout")
	}
	var manifest struct {
		Conversations []struct {
			Name                                          string
			Ideas, Rejected, Votes, Agree, Disagree, Skip int
		}
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		h := newHouse(d)
		for _, c := range manifest.Conversations {
			f, err := h.transfer.Import(t.Context(), filepath.Join(root, c.Name), c.Name, "", quiet)
			if err != nil {
				t.Fatalf("%s: %v", c.Name, err)
			}
			if f.Ideas != c.Ideas || f.Votes != c.Votes {
				t.Errorf("%s: %+v, want %d ideas and %d votes", c.Name, f, c.Ideas, c.Votes)
			}
			var sum struct{ Agree, Disagree, Pass, Hidden int }
			err = d.Read(t.Context(), func(tx *db.Tx) error {
				return tx.Raw(`SELECT SUM(agree_count) AS agree, SUM(disagree_count) AS disagree, SUM(pass_count) AS pass,
					SUM(CASE WHEN status = 'hidden' THEN 1 ELSE 0 END) AS hidden FROM ideas WHERE challenge_id = ?`, f.Challenge).Scan(&sum).Error
			})
			if err != nil || sum.Agree != c.Agree || sum.Disagree != c.Disagree || sum.Pass != c.Skip || sum.Hidden != c.Rejected {
				t.Errorf("%s: counts are %+v, %v; the source says %+v", c.Name, sum, err, c)
			}
		}
	})
}
