package lineage_test

import (
	"slices"
	"testing"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/lineage"
	"talkoot/internal/testkit"
)

// A diamond (two ideas of one insight in one concept), a merge, a decision that joins two concepts and chooses one.
func draw(w *world) {
	for _, id := range []string{"n1", "n2", "s1", "i1", "i2", "i3", "k1", "k2", "d1", "c1"} {
		w.thing(id, w.open, w.ann)
	}
	w.link("n1", "s1", "s1", "i1", "n1", "i2", "i1", "k1", "i2", "k1", "i3", "i2", "n2", "k2", "k1", "d1", "k2", "d1", "d1", "c1", "k1", "c1")
}

func ids(refs []activity.Ref) []string {
	var list []string
	for _, r := range refs {
		list = append(list, r.ID)
	}
	return list
}

func TestWalks(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		draw(w)
		for _, test := range []struct {
			id         string
			back, onto []string
		}{
			{"n1", nil, []string{"i2", "s1", "k1", "i1", "c1", "d1"}}, // each once, though i1 and i2 both grew into k1
			{"i3", nil, []string{"i2", "k1", "c1", "d1"}},             // through the merge
			{"k2", []string{"n2"}, []string{"d1"}},                    // not chosen: nothing behind the decision is its
			{"c1", []string{"d1", "k1", "i1", "i2", "s1", "i3", "n1"}, nil},
			{"d1", []string{"k1", "k2", "i1", "i2", "n2", "s1", "i3", "n1"}, []string{"c1"}},
		} {
			err := d.Read(ctx, func(tx *db.Tx) error {
				back, err := lineage.Backward(tx, ref(test.id))
				if err != nil {
					return err
				}
				onto, err := lineage.Forward(tx, ref(test.id))
				// The order within a level is that of the links; here they are all of one moment.
				w.same(test.id+" back", sorted(ids(back)), sorted(test.back)...)
				w.same(test.id+" forward", sorted(ids(onto)), sorted(test.onto)...)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }

// Many at once, each way: which of one kind lead to which of another.
func TestReach(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		draw(w)
		w.link("k1", "d1", "i2", "i3") // a circle of merges, which no use case draws, ends all the same
		err := d.Read(ctx, func(tx *db.Tx) error {
			on, err := lineage.Downstream(tx, activity.KindInsight, []string{"n1", "n2", "n1", "n9"}, activity.KindConcept)
			if err != nil {
				return err
			}
			w.same("concepts of n1", on["n1"], "k1")
			w.same("concepts of n2", on["n2"], "k2")
			if len(on) != 2 {
				t.Errorf("got %v", on)
			}
			if on, err = lineage.Downstream(tx, activity.KindConcept, []string{"k1", "k2"}, activity.KindCommitment); err != nil {
				return err
			}
			w.same("commitments of k1", on["k1"], "c1")
			w.same("commitments of k2, which was not chosen", on["k2"])
			back, err := lineage.Upstream(tx, activity.KindConcept, []string{"k1", "k2"}, activity.KindInsight)
			if err != nil {
				return err
			}
			w.same("insights behind k1, once each", back["k1"], "n1")
			w.same("insights behind k2", back["k2"], "n2")
			if back, err = lineage.Upstream(tx, activity.KindDecision, []string{"d1"}, activity.KindInsight); err != nil {
				return err
			}
			w.same("insights behind all that stood on the ballot", sorted(back["d1"]), "n1", "n2")
			back, err = lineage.Upstream(tx, activity.KindCommitment, []string{"c1"}, activity.KindIdea)
			w.same("ideas behind the commitment, merged ones too", sorted(back["c1"]), "i1", "i2", "i3")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestAddAndRemoveTwice(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		w := newWorld(t, d, clock)
		w.link("n1", "i1", "n1", "i1")
		for range 2 {
			w.write(func(tx *db.Tx) error {
				links, err := lineage.Sources(tx, activity.KindIdea, "i1")
				if err != nil {
					return err
				}
				if len(links) > 1 {
					t.Errorf("twice: %v", links)
				}
				return lineage.Remove(tx, ref("n1"), ref("i1"))
			})
		}
	})
}
