package discussion_test

import (
	"fmt"
	"strings"
	"testing"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/discussion"
	"talkoot/internal/idea"
)

// What is out of sight is not read in the feed either, neither in the story nor in what a page catches up with.
func TestFeedKeepsNothingOutOfSight(t *testing.T) {
	each(t, func(h *house) {
		words := func() string {
			var text strings.Builder
			h.ok(h.db.Read(ctx, func(tx *db.Tx) error {
				story, err := activity.List(tx, h.mo, activity.Query{Limit: 100})
				if err != nil {
					return err
				}
				onward, err := activity.List(tx, h.mo, activity.Query{Forward: true, Limit: 100})
				if err != nil {
					return err
				}
				log, err := activity.After(tx, 0, 100)
				if len(log) != len(onward) {
					h.Errorf("%d onward, %d in the log", len(onward), len(log))
				}
				for i, a := range append(append(story, onward...), log...) {
					fmt.Fprintln(&text, a.Summary)
					if i < len(story) && (!a.Story || a.Summary == "{}") {
						h.Errorf("an empty story: %+v", a)
					}
				}
				return err
			}))
			return text.String()
		}
		rude, err := h.ideas.Create(ctx, h.mo, h.challenge(), idea.Input{Title: "Aardvark"})
		h.ok(err)
		ref := activity.Ref{Kind: activity.KindIdea, ID: rude.ID}
		_, err = h.comments.Create(ctx, h.ma, ref, discussion.Input{Body: "Buffalo"})
		h.ok(err)
		other := h.say(h.ma, "Cormorant", "")
		if all := words(); strings.Count(all, "Aardvark") != 6 || strings.Count(all, "Buffalo") != 3 || strings.Count(all, "Cormorant") != 3 {
			h.Fatalf("the feed before: %s", all)
		}
		hide, show := idea.Hidden, idea.Open
		_, err = h.ideas.Update(ctx, h.facilitator, rude.ID, 1, idea.Patch{Status: &hide})
		h.ok(err)
		h.ok(h.comments.Delete(ctx, h.ma, other.ID))
		if all := words(); strings.Contains(all, "Aardvark") || strings.Contains(all, "Buffalo") || strings.Contains(all, "Cormorant") {
			h.Errorf("the feed after: %s", all)
		}
		_, err = h.ideas.Update(ctx, h.facilitator, rude.ID, 2, idea.Patch{Status: &show})
		h.ok(err)
		if all := words(); !strings.Contains(all, "Buffalo") {
			h.Errorf("shown again, and not told: %s", all)
		}
		h.ok(h.ideas.Delete(ctx, h.mo, rude.ID))
		if all := words(); strings.Contains(all, "Aardvark") || strings.Contains(all, "Buffalo") {
			h.Errorf("the feed after the deletion: %s", all)
		}
	})
}

func (h *house) challenge() string {
	h.Helper()
	v, err := h.ideas.Get(ctx, h.mo, h.idea.ID)
	h.ok(err)
	return v.ChallengeID
}
