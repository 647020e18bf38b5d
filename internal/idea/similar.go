package idea

import (
	"context"
	"slices"

	"talkoot/internal/db"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

const (
	similarMost       = 5  // shown at once
	similarCandidates = 12 // looked at more closely
	wordsMost         = 12 // of a text that are looked for
)

// Similar finds ideas of a challenge that say much the same as a text being typed, best first, at most five. An idea counts as similar
// when at least two of the text's telling words, and two fifths of them, stand in it in some form; for a single word it must stand in
// the title. The rank of the search alone is no measure: its scale differs between the databases and with the number of ideas.
func (s *Service) Similar(ctx context.Context, actor policy.Actor, challengeID, typed string) ([]View, error) {
	var views []View
	var beginnings []string
	for _, w := range tellingWords(typed) {
		if b := text.Beginning(w); !slices.Contains(beginnings, b) && len(beginnings) < wordsMost {
			beginnings = append(beginnings, b)
		}
	}
	if err := policy.Check(actor, policy.IdeaRead, policy.Facts{}); err != nil {
		return nil, err
	}
	err := s.db.LookInLine(ctx, func(tx *db.Tx) error {
		views = []View{}
		// Among the newest titles first; only where nothing is similar there, among more of them and then in all that is written, which takes
		// longer and longer.
		titles := func(newest int) likeness {
			return func(kind, challengeID string, beginnings []string) (string, []any, bool) {
				return tx.SimilarTitles(kind, challengeID, beginnings, newest)
			}
		}
		for _, how := range []likeness{titles(100), titles(400), tx.MatchSimilar} {
			rows, err := candidates(tx, actor, challengeID, beginnings, how, similarCandidates)
			if err != nil {
				return err
			}
			var homes []string
			for _, r := range rows {
				if r.Held {
					homes = append(homes, r.ID)
				}
			}
			held, err := mergedInto(tx, homes...)
			if err != nil {
				return err
			}
			if found := mostSimilar(rows, held, typed); len(found) > 0 {
				there, err := shownByIDs(tx, actor, found)
				if err != nil {
					return err
				}
				list := make([]shown, 0, len(found))
				for _, id := range found {
					if i, ok := there[id]; ok { // it may just have gone
						list = append(list, i)
					}
				}
				views, err = s.views(tx, actor, list)
				return err
			}
		}
		_, err := s.challenge(tx, actor, challengeID) // it may not be there, or not for this actor
		return err
	})
	return views, err
}

// mostSimilar gives the ids of what is similar enough of rows, which come best match first; held are the ideas that live on in each of them, whose
// titles are its titles too.
func mostSimilar(rows []candidate, held map[string][]Idea, typed string) (ids []string) {
	wanted := tellingWords(typed)
	type scored struct {
		id     string
		points int
	}
	var kept []scored
	for _, i := range rows {
		title, body := text.Words(i.Title), text.Words(i.Plain)
		for _, m := range held[i.ID] {
			title = append(title, text.Words(m.Title)...)
		}
		inTitle, anywhere := 0, 0
		for _, w := range wanted {
			like := func(have string) bool { return text.Alike(w, have) }
			if slices.ContainsFunc(title, like) {
				inTitle++
				anywhere++
			} else if slices.ContainsFunc(body, like) {
				anywhere++
			}
		}
		enough := anywhere >= 2 && anywhere*5 >= len(wanted)*2
		if len(wanted) == 1 {
			enough = inTitle == 1
		}
		if enough {
			kept = append(kept, scored{i.ID, 2*inTitle + anywhere})
		}
	}
	slices.SortStableFunc(kept, func(a, b scored) int { return b.points - a.points })
	for _, k := range kept[:min(len(kept), similarMost)] {
		ids = append(ids, k.id)
	}
	return ids
}

// tellingWords are the words of a text that say what it is about, each once.
func tellingWords(typed string) []string {
	var out []string
	for _, w := range text.Words(typed) {
		if len([]rune(w)) >= 3 && !slices.Contains(smallWords, w) && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// smallWords hold sentences together in the three languages and say nothing of their subject.
var smallWords = []string{
	"the", "and", "for", "are", "was", "not", "but", "you", "our", "all", "can", "has", "have", "with", "from", "this", "that", "they", "them", "their",
	"would", "should", "could", "will", "when", "what", "where", "which", "who", "why", "how", "more", "every", "each", "also", "into", "than", "then", "there",
	"about", "been", "being", "does", "its", "one", "any", "let", "make", "need", "must", "very",
	"etta", "joka", "jotka", "kun", "kuin", "niin", "myos", "ovat", "olla", "olisi", "pitaisi", "voisi", "mutta", "jos", "tai", "sita", "sen", "nama", "tama", "meidan",
	"och", "att", "det", "den", "som", "for", "med", "inte", "har", "vara", "kan", "ska", "skulle", "vill", "till", "fran", "vara", "alla", "mer",
}
