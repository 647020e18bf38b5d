package app

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// every operation of the specification, once: what it is asked with, and what somebody gets whose department the challenge is not
// for. An operation without a line fails the test.
func operations(h *house, c world) map[string]struct {
	path     string
	body     any
	outsider int
} {
	type line = struct {
		path     string
		body     any
		outsider int
	}
	const nowhere = http.StatusNotFound
	return map[string]line{
		"getCompany": {"/company", nil, 200}, "getMe": {"/me", nil, 200}, "listPeople": {"/people", nil, 200},
		"listChallenges": {"/challenges", nil, 200}, "createChallenge": {"/challenges", map[string]any{"title": "x", "phases": h.phases()}, 403},
		"getChallenge": {"/challenges/" + c.challenge, nil, nowhere}, "updateChallenge": {"/challenges/" + c.challenge, map[string]any{"title": "x"}, nowhere},
		"listChallengeIdeas": {"/challenges/" + c.challenge + "/ideas", nil, nowhere}, "createIdea": {"/challenges/" + c.challenge + "/ideas", map[string]any{"title": "x"}, nowhere},
		"listIdeas": {"/ideas", nil, 200}, "listSimilarIdeas": {"/ideas/similar?challenge=" + c.challenge + "&text=planted", nil, nowhere},
		"getIdea": {"/ideas/" + c.idea, nil, nowhere}, "updateIdea": {"/ideas/" + c.idea, map[string]any{"title": "x"}, nowhere},
		"deleteIdea": {"/ideas/" + c.idea, nil, nowhere}, "voteIdea": {"/ideas/" + c.idea + "/vote", map[string]any{"value": 1}, nowhere},
		"unvoteIdea": {"/ideas/" + c.idea + "/vote", nil, nowhere}, "listIdeaComments": {"/ideas/" + c.idea + "/comments", nil, nowhere},
		"answerIdea":         {"/ideas/" + c.idea + "/answer", map[string]any{"status": "later", "reason": "x"}, nowhere},
		"answerIdeas":        {"/challenges/" + c.challenge + "/answers", map[string]any{"ideas": []string{c.idea}, "status": "later", "reason": "x"}, nowhere},
		"listMerges":         {"/ideas/" + c.idea + "/merges", nil, nowhere},
		"proposeMerge":       {"/ideas/" + c.idea + "/merges", map[string]any{"into": c.idea}, nowhere},
		"consentToMerge":     {"/merges/" + c.merge + "/consent", map[string]any{"agree": true}, nowhere},
		"undoMerge":          {"/merges/" + c.merge + "/undo", nil, nowhere},
		"archiveChallenge":   {"/challenges/" + c.challenge + "/archive", nil, nowhere},
		"unarchiveChallenge": {"/challenges/" + c.challenge + "/archive", nil, nowhere},
		"putThemes":          {"/challenges/" + c.challenge + "/themes", map[string]any{"themes": []any{}}, nowhere},
		"getCoverage":        {"/challenges/" + c.challenge + "/coverage", nil, nowhere},
		"createIdeaComment":  {"/ideas/" + c.idea + "/comments", map[string]any{"body": "x"}, nowhere},
		"updateComment":      {"/comments/" + c.comment, map[string]any{"body": "x"}, nowhere}, "deleteComment": {"/comments/" + c.comment, nil, nowhere},
		"listChallengeConcepts": {"/challenges/" + c.challenge + "/concepts", nil, nowhere},
		"createConcept":         {"/challenges/" + c.challenge + "/concepts", map[string]any{"title": "x", "sources": []string{c.idea}}, nowhere},
		"listConcepts":          {"/concepts", nil, 200}, "getConcept": {"/concepts/" + c.concept, nil, nowhere},
		"updateConcept": {"/concepts/" + c.concept, map[string]any{"title": "x"}, nowhere}, "listConceptVersions": {"/concepts/" + c.concept + "/versions", nil, nowhere},
		"voteConcept": {"/concepts/" + c.concept + "/vote", map[string]any{"value": 1}, nowhere}, "unvoteConcept": {"/concepts/" + c.concept + "/vote", nil, nowhere},
		"listConceptComments": {"/concepts/" + c.concept + "/comments", nil, nowhere}, "createConceptComment": {"/concepts/" + c.concept + "/comments", map[string]any{"body": "x"}, nowhere},
		"inviteAuthor":      {"/concepts/" + c.concept + "/authors", map[string]any{"person": h.ids["bob"]}, nowhere},
		"answerInvitation":  {"/concepts/" + c.concept + "/authors/me", map[string]any{"accept": true}, nowhere},
		"removeAuthor":      {"/concepts/" + c.concept + "/authors/" + h.ids["ann"], nil, nowhere},
		"listSuggestions":   {"/concepts/" + c.concept + "/suggestions", nil, nowhere},
		"suggest":           {"/concepts/" + c.concept + "/suggestions", map[string]any{"field": "problem", "words": "x"}, nowhere},
		"acceptSuggestion":  {"/suggestions/" + c.suggestion + "/accept", nil, nowhere},
		"declineSuggestion": {"/suggestions/" + c.suggestion + "/decline", map[string]any{"reason": "x"}, nowhere},
		"listDecisions":     {"/decisions", nil, 200},
		"createDecision":    {"/decisions", map[string]any{"challenge": c.challenge, "title": "x", "seats": 1, "candidates": []string{}, "panel": []string{}, "closes_at": h.clock.Now().AddDate(0, 0, 9)}, nowhere},
		"getDecision":       {"/decisions/" + c.decision, nil, nowhere}, "updateDecision": {"/decisions/" + c.decision, map[string]any{"title": "x"}, nowhere},
		"deleteDecision": {"/decisions/" + c.decision, nil, nowhere}, "openDecision": {"/decisions/" + c.decision + "/open", nil, nowhere},
		"closeDecision":     {"/decisions/" + c.decision + "/close", nil, nowhere},
		"castBallot":        {"/decisions/" + c.decision + "/ballot", map[string]any{"abstain": true, "nonce": strings.Repeat("a", 32), "edit_key": strings.Repeat("b", 64)}, nowhere},
		"getDecisionResult": {"/decisions/" + c.decision + "/result", nil, nowhere},
		"extendDecision":    {"/decisions/" + c.decision + "/extend", map[string]any{"closes_at": h.clock.Now().AddDate(0, 0, 9)}, nowhere},
		"remindPanel":       {"/decisions/" + c.decision + "/remind", nil, nowhere},
		"enterProxy": {"/decisions/" + c.decision + "/proxies/" + h.ids["l1"],
			map[string]any{"reason": "x", "abstain": true, "nonce": strings.Repeat("a", 32)}, nowhere},
		"removeProxy":       {"/decisions/" + c.decision + "/proxies/" + h.ids["l1"], nil, nowhere},
		"listReasons":       {"/decisions/" + c.decision + "/reasons", nil, nowhere},
		"writeReason":       {"/decisions/" + c.decision + "/reasons", map[string]any{"concept": c.concept, "words": "x", "key": strings.Repeat("b", 64)}, nowhere},
		"signReasons":       {"/decisions/" + c.decision + "/reasons/sign", map[string]any{"key": strings.Repeat("b", 64)}, nowhere},
		"openSecondRound":   {"/decisions/" + c.decision + "/second-round", nil, nowhere},
		"signOff":           {"/decisions/" + c.decision + "/sign-off", map[string]any{"choice": "agree"}, nowhere},
		"getDecisionRecord": {"/decisions/" + c.decision + "/record", nil, nowhere},
		"listCommitments":   {"/commitments", nil, 200}, "createCommitment": {"/commitments", map[string]any{"challenge": c.challenge, "title": "x"}, nowhere},
		"updateCommitment": {"/commitments/" + c.commitment, map[string]any{"title": "x"}, nowhere},
		"listFeed":         {"/feed", nil, 200}, "search": {"/search?q=planted", nil, 200},
		"getLineage": {"/lineage/idea/" + c.idea, nil, nowhere}, "getChallengeLineage": {"/challenges/" + c.challenge + "/lineage", nil, nowhere},
		"getEvidence": {"/evidence/concept/" + c.concept, nil, nowhere}, "putLink": {"/links/insight/" + c.idea + "/idea/" + c.idea, nil, nowhere},
		"deleteLink":   {"/links/insight/" + c.idea + "/idea/" + c.idea, nil, nowhere},
		"listJourneys": {"/journeys", nil, 200}, "createJourney": {"/journeys", map[string]any{"title": "x"}, 403},
		"getJourney": {"/journeys/" + c.journey, nil, 200}, "updateJourney": {"/journeys/" + c.journey, map[string]any{"title": "x"}, 403},
		"getJourneyMap": {"/journeys/" + c.journey + "/map", nil, 200}, "listJourneyVersions": {"/journeys/" + c.journey + "/versions", nil, 200},
		"listStages": {"/journeys/" + c.journey + "/stages", nil, 200}, "createStage": {"/journeys/" + c.journey + "/stages", map[string]any{"name": "x"}, 403},
		"updateStage": {"/stages/" + c.stage, map[string]any{"name": "x"}, 403}, "deleteStage": {"/stages/" + c.stage, nil, 403},
		"listTouchpoints": {"/touchpoints", nil, 200}, "createTouchpoint": {"/touchpoints", map[string]any{"stage": c.stage, "name": "x"}, 403},
		"getTouchpoint": {"/touchpoints/" + c.touchpoint, nil, 200}, "updateTouchpoint": {"/touchpoints/" + c.touchpoint, map[string]any{"name": "x"}, 403},
		"deleteTouchpoint": {"/touchpoints/" + c.touchpoint, nil, 403}, "getTouchpointOverview": {"/touchpoints/" + c.touchpoint + "/overview", nil, 200},
		"listStickingPoints": {"/sticking-points", nil, 200}, "raiseStickingPoint": {"/sticking-points", map[string]any{"touchpoint": c.touchpoint, "title": "x"}, 201},
		"getStickingPoint": {"/sticking-points/" + c.stickingPoint, nil, 200}, "updateStickingPoint": {"/sticking-points/" + c.stickingPoint, map[string]any{"title": "x"}, 403},
		"sayMeToo": {"/sticking-points/" + c.stickingPoint + "/me-too", nil, 200}, "unsayMeToo": {"/sticking-points/" + c.stickingPoint + "/me-too", nil, 200},
		"mergeStickingPoint": {"/sticking-points/" + c.stickingPoint + "/merge", map[string]any{"into": c.stickingPoint}, 403},
		// What customers said is for everybody; whoever posted it and the facilitators change it, facilitators bring files of it.
		"listInsights": {"/insights", nil, 200}, "createInsight": {"/insights", map[string]any{"quote": "x", "source_kind": "review", "sentiment": 0}, 201},
		"checkInsight": {"/insights/check", map[string]any{"text": "x"}, 200}, "getInsightFacets": {"/insights/facets", nil, 200},
		"getInsight": {"/insights/" + c.insight, nil, 200}, "updateInsight": {"/insights/" + c.insight, map[string]any{"note": "x"}, 403},
		"deleteInsight": {"/insights/" + c.insight, nil, 403}, "listInsightImports": {"/insight-imports", nil, 403},
		"uploadInsights": {"/insight-imports?name=x.csv", "quote\nx\n", 403}, "getInsightImport": {"/insight-imports/" + c.imported, nil, 403},
		"configureInsightImport": {"/insight-imports/" + c.imported, map[string]any{"header": false}, 403},
		"startInsightImport":     {"/insight-imports/" + c.imported + "/start", nil, 403}, "undoInsightImport": {"/insight-imports/" + c.imported, nil, 403},
		"getInsightImportRejects": {"/insight-imports/" + c.imported + "/rejects", nil, 403},

		// Metrics are for everybody to read; the roadmap follows its challenge, pictures what shows them.
		"listMetrics": {"/metrics", nil, 200}, "createMetric": {"/metrics", map[string]any{"touchpoint": c.touchpoint, "kind": "own", "name": "x"}, 403},
		"getMetric": {"/metrics/" + c.metric, nil, 200}, "updateMetric": {"/metrics/" + c.metric, map[string]any{"name": "x"}, 403},
		"deleteMetric": {"/metrics/" + c.metric, nil, 403}, "deleteMetricPoint": {"/metrics/" + c.metric + "/points/2026-10-01", nil, 403},
		"putMetricPoints":    {"/metrics/" + c.metric + "/points", map[string]any{"points": []map[string]any{{"on": "2026-10-01", "value": 1}}}, 403},
		"importMetricPoints": {"/metrics/" + c.metric + "/points", "date,value\n2026-10-01,1\n", 403},
		"getPromises":        {"/commitments/summary", nil, 200}, "getCommitment": {"/commitments/" + c.commitment, nil, nowhere},
		"followCommitment": {"/commitments/" + c.commitment + "/follow", nil, nowhere}, "unfollowCommitment": {"/commitments/" + c.commitment + "/follow", nil, nowhere},
		"listCommitmentUpdates":  {"/commitments/" + c.commitment + "/updates", nil, nowhere},
		"createCommitmentUpdate": {"/commitments/" + c.commitment + "/updates", map[string]any{"body": "x"}, nowhere},
		"uploadPicture":          {"/pictures", "no picture", 415}, "getPicture": {"/pictures/" + c.picture, nil, nowhere},

		"listNotices": {"/notices", nil, 200}, "readNotices": {"/notices/read", map[string]any{"up_to": 0}, 204},
	}
}

// fileTypes are what operations take whose body is a file.
var fileTypes = map[string]string{"uploadInsights": "text/csv", "importMetricPoints": "text/csv", "uploadPicture": "application/octet-stream"}

// world is one of each thing, in a challenge for Sales and Design alone, its words planted so that a leak can be found.
type world struct {
	challenge, idea, merge, comment, concept, suggestion, decision, commitment string
	journey, stage, touchpoint, stickingPoint, insight                         string // for everybody, and tied to the planted idea
	imported                                                                   string // a file for facilitators
	metric                                                                     string // for everybody; the planted commitment is measured by it
	picture                                                                    string // in the commitment's news
}

func newWorld(h *house) world {
	var w world
	w.challenge = h.challenge("title", "planted challenge", "audience", []string{"Sales", "Design"})
	w.idea = h.idea("ann", w.challenge, "planted idea")
	second := h.idea("bob", w.challenge, "planted second")
	w.comment = h.must("ann", "POST", "/api/v1/ideas/"+w.idea+"/comments", map[string]any{"body": "planted comment"}).id()
	w.merge = h.must("bob", "POST", "/api/v1/ideas/"+second+"/merges", map[string]any{"into": w.idea, "note": "planted note"}).id()
	grow := func(title, source string) string {
		return h.grow(w.challenge, title, source)
	}
	w.concept = grow("planted concept", w.idea)
	w.suggestion = h.must("bob", "POST", "/api/v1/concepts/"+w.concept+"/suggestions", map[string]any{"field": "problem", "words": "planted suggestion"}).id()
	other := grow("planted other", second)
	w.journey, w.stage, w.touchpoint = h.touchpoint("Invoice arrives")
	w.stickingPoint = h.must("ann", "POST", "/api/v1/sticking-points", map[string]any{"touchpoint": w.touchpoint, "title": "Nobody understands it"}).id()
	h.must("ann", "PUT", "/api/v1/links/sticking_point/"+w.stickingPoint+"/idea/"+w.idea, nil)
	w.insight = h.must("ann", "POST", "/api/v1/insights", map[string]any{"quote": "A riddle", "source_kind": "review", "sentiment": -1, "touchpoint": w.touchpoint}).id()
	h.must("ann", "PUT", "/api/v1/links/insight/"+w.insight+"/idea/"+w.idea, nil)
	w.imported = h.must("fac", "POST", "/api/v1/insight-imports?name=planted.csv", "quote\nplanted words\n", "Content-Type", "text/csv").id()
	h.clock.Add(48 * 3600e9) // decide
	w.decision = h.must("fac", "POST", "/api/v1/decisions", map[string]any{
		"challenge": w.challenge, "title": "planted decision", "seats": 1, "candidates": []string{w.concept, other},
		"panel": []string{h.ids["l1"], h.ids["l3"], h.ids["ann"]}, "closes_at": h.clock.Now().Add(3600e9),
	}).id()
	h.must("fac", "POST", "/api/v1/decisions/"+w.decision+"/open", nil)
	w.commitment = h.must("fac", "POST", "/api/v1/commitments", map[string]any{"challenge": w.challenge, "title": "planted commitment"}).id()
	w.metric = h.must("fac", "POST", "/api/v1/metrics", map[string]any{"touchpoint": w.touchpoint, "kind": "own", "name": "Disputes", "unit": "%", "better": "lower"}).id()
	h.must("fac", "PUT", "/api/v1/metrics/"+w.metric+"/points", map[string]any{"points": []map[string]any{{"on": "2026-10-01", "value": 6.8}}})
	h.must("fac", "PATCH", "/api/v1/commitments/"+w.commitment, map[string]any{"effect": map[string]any{"metric": w.metric, "measure_on": "2027-01-15"}}, "If-Match", `"1"`)
	w.picture = h.must("fac", "POST", "/api/v1/pictures", photo(60, 40), "Content-Type", "application/octet-stream").id()
	h.must("fac", "POST", "/api/v1/commitments/"+w.commitment+"/updates", map[string]any{"body": "planted news", "picture": w.picture, "picture_alt": "planted picture"})
	return w
}

func TestEveryOperationDeniesWhoMayNotSee(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		w := newWorld(h)
		cases := operations(h, w)
		spec, err := specification()
		if err != nil {
			t.Fatal(err)
		}
		for path, item := range spec.Paths.Map() {
			for method, op := range item.Operations() {
				name := strings.ToLower(op.OperationID[:1]) + op.OperationID[1:]
				c, ok := cases[name]
				if !ok {
					t.Errorf("%s %s (%s) has no case here", method, path, name)
					continue
				}
				t.Run(name, func(t *testing.T) {
					h.t = t
					headers := []string{"If-Match", `"1"`}
					if kind, file := fileTypes[name]; file {
						headers = append(headers, "Content-Type", kind)
					}
					if got := h.ask("", method, "/api/v1"+c.path, c.body, headers...); name != "getCompany" && got.status != 401 {
						t.Errorf("nobody gets %d, want 401: %s", got.status, got.text)
					}
					// cia is in Support, which the challenge is not for.
					got := h.ask("cia", method, "/api/v1"+c.path, c.body, headers...)
					if got.status != c.outsider {
						t.Errorf("an outsider gets %d, want %d: %s", got.status, c.outsider, got.text)
					}
					if strings.Contains(got.text, "planted") {
						t.Errorf("the answer leaks: %s", got.text)
					}
				})
			}
		}
		h.t = t
	})
}

// Nobody, whatever their role, sees a count before the close, or changes a decision once it is open.
func TestNobodyPeeksOrEdits(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h := newHouse(t, d, clock)
		w := newWorld(h)
		round := "/api/v1/decisions/" + w.decision
		ballot := func(n int) map[string]any {
			return map[string]any{"ranking": [][]string{{w.concept}}, "nonce": fmt.Sprintf("%032x", n), "edit_key": fmt.Sprintf("%064x", n)}
		}
		h.must("l1", "PUT", round+"/ballot", ballot(1))
		for _, p := range staff {
			if p.department == "Support" || p.department == "IT" && p.name != "adm" {
				continue
			}
			if got := h.ask(p.name, "GET", round+"/result", nil); got.status != 403 || got.body["code"] != "secret" {
				t.Errorf("%s asks for the result before the close: %d %s", p.name, got.status, got.text)
			}
			for _, try := range []struct {
				method, path string
				body         any
			}{{"PATCH", round, map[string]any{"seats": 2}}, {"DELETE", round, nil}, {"POST", round + "/open", nil}, {"POST", round + "/close", nil}} {
				if got := h.ask(p.name, try.method, try.path, try.body, "If-Match", `"2"`); got.status != 403 && got.status != 409 {
					t.Errorf("%s: %s %s: %d %s", p.name, try.method, try.path, got.status, got.text)
				}
			}
		}
		if got := h.ask("bob", "PUT", round+"/ballot", ballot(2)); got.status != 403 {
			t.Errorf("somebody who is not on the panel cast a ballot: %d", got.status)
		}
		if got := h.ask("l1", "PUT", round+"/ballot", ballot(3)); got.status == 200 {
			t.Errorf("a ballot was changed without its key: %s", got.text)
		}
		if got := h.must("l1", "PUT", round+"/ballot", map[string]any{"abstain": true, "nonce": fmt.Sprintf("%032x", 4), "edit_key": fmt.Sprintf("%064x", 1)}); got.body["changed"] != true {
			t.Errorf("a second ballot with the key did not replace the first: %s", got.text)
		}
		h.must("l3", "PUT", round+"/ballot", ballot(5))
		h.clock.Add(2 * 3600e9)
		if got := h.ask("ann", "PUT", round+"/ballot", ballot(6)); got.status != 403 && got.status != 409 {
			t.Errorf("a ballot after the close: %d %s", got.status, got.text)
		}
		if err := h.decisions.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.sign(round, "l1", "l3", "ann")
		result := h.must("bob", "GET", round+"/result", nil)
		if winners, _ := result.body["winners"].([]any); result.body["state"] != "adopted" || len(winners) != 1 || winners[0] != w.concept {
			t.Errorf("the count says %s", result.text)
		}
		if got := h.ask("adm", "PATCH", round, map[string]any{"title": "mine"}, "If-Match", `"9"`); got.status != 403 {
			t.Errorf("the admin edited an outcome: %d", got.status)
		}
		onRoadmap := false
		for _, c := range h.must("bob", "GET", "/api/v1/commitments", nil).items() {
			onRoadmap = onRoadmap || at(c, "concept", "id") == w.concept
		}
		if !onRoadmap {
			t.Error("the chosen concept is not on the roadmap")
		}
		if metrics := h.ask("", "GET", "/metrics", nil).text; strings.Contains(metrics, "Ballot") || !strings.Contains(metrics, `operation="getDecisionResult"`) {
			t.Error("the metrics count ballots, or nothing at all")
		}
		for _, line := range strings.Split(h.logs.String()+"\n"+h.ask("", "GET", "/metrics", nil).text, "\n") {
			if strings.Contains(line, "allot") {
				t.Errorf("a line tells when a ballot was cast: %s", line)
			}
			if strings.Contains(line, h.ids["l1"]) || strings.Contains(line, w.concept) || strings.Contains(line, fmt.Sprintf("%032x", 1)) {
				t.Errorf("a log line tells of a voter or a choice: %s", line)
			}
		}
	})
}
