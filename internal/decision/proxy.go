package decision

import (
	"context"
	"slices"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

const maxProxyReason = 500

// ProxyBallot is the ballot of an absent leader as somebody else enters it.
type ProxyBallot struct {
	Reason string // for all to read
	Marks  Ballot // without an edit key
}

// Proxy says that a ballot was entered for somebody, by whom and why. What it says is read at the close.
type Proxy struct {
	PersonID  string
	EnteredBy string
	Reason    string
	EnteredAt time.Time
}

// EnterProxy enters the ballot of an absent leader, in place of one entered before, for all to see that it was. Whether that leader
// has voted makes no difference to the answer: their own ballot stands, whichever came first.
func (s *Service) EnterProxy(ctx context.Context, actor policy.Actor, id, personID string, in ProxyBallot) (View, error) {
	var v View
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		before, err := s.read(tx, actor, id, lock)
		if err != nil {
			return err
		}
		if actor.IsSystem() {
			return fault.New(fault.Forbidden, "Only a facilitator enters the ballot of somebody absent.")
		}
		if err := policy.Check(actor, policy.ProxyEnter, before.Facts); err != nil {
			return err
		}
		if !before.takesBallots {
			return before.notTaking()
		}
		row, err := in.row(before, actor.PersonID, personID)
		if err != nil {
			return err
		}
		row.EnteredAt = tx.Now()
		if err := putProxy(tx, row); err != nil {
			return err
		}
		if err := s.recordProxy(tx, "decision.proxy", before.Decision, actor, row.Reason); err != nil {
			return err
		}
		v, err = s.read(tx, actor, id, find)
		return err
	})
	return v, err
}

// row checks what is entered for whom.
func (in ProxyBallot) row(v View, actorID, personID string) (proxyRow, error) {
	var fields fault.Fields
	reason := text.Title(&fields, "reason", in.Reason, maxProxyReason)
	switch {
	case personID == actorID:
		fields.Add("person", "Cast your own ballot yourself.")
	case !slices.Contains(v.PanelIDs, personID):
		fields.Add("person", "Only for somebody on the panel can a ballot be entered.")
	}
	if err := fields.Err(); err != nil {
		return proxyRow{}, err
	}
	c, err := v.config()
	if err != nil {
		return proxyRow{}, err
	}
	record, err := in.Marks.record(c, false)
	return proxyRow{DecisionID: v.ID, PersonID: personID, EnteredBy: actorID, Reason: reason, Record: string(record)}, err
}

// RemoveProxy takes a ballot entered for somebody back.
func (s *Service) RemoveProxy(ctx context.Context, actor policy.Actor, id, personID string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		v, err := s.read(tx, actor, id, lock)
		if err != nil {
			return err
		}
		facts := v.Facts
		facts.OwnerIDs = []string{personID}
		i := slices.IndexFunc(v.Proxies, func(p Proxy) bool { return p.PersonID == personID })
		if i >= 0 {
			facts.OwnerIDs = append(facts.OwnerIDs, v.Proxies[i].EnteredBy)
		}
		if err := policy.Check(actor, policy.ProxyRemove, facts); err != nil {
			return err
		}
		if !v.takesBallots {
			return v.notTaking()
		}
		if i < 0 {
			return fault.New(fault.NotFound, "No ballot was entered for this person.")
		}
		if _, err := deleteProxy(tx, id, personID); err != nil {
			return err
		}
		return s.recordProxy(tx, "decision.proxy_removed", v.Decision, actor, "")
	})
}

// recordProxy tells everyone that a ballot was entered for somebody or taken back; the round's page says for whom, as the log keeps
// nobody's name but the actor's.
func (s *Service) recordProxy(tx *db.Tx, kind string, d Decision, actor policy.Actor, reason string) error {
	return s.log.Record(tx, activity.Event{Kind: kind, Ref: d.mainRef(), ChallengeID: d.ChallengeID, ActorID: actor.PersonID,
		Summary: activity.Summary{Title: d.Title, Excerpt: text.Cut(reason, text.ExcerptLength)}})
}

// mainRef names the page that a round is on: that of the main round it followed from.
func (d Decision) mainRef() activity.Ref {
	if d.ParentID != nil {
		return activity.Ref{Kind: activity.KindDecision, ID: *d.ParentID}
	}
	return d.ref()
}

// takenPart counts those who have cast a ballot and those for whom one was entered, each once.
func takenPart(tx *db.Tx, decisionID string) (int, error) {
	own, err := countParticipations(tx, decisionID)
	if err != nil {
		return 0, err
	}
	entered, err := countAbsentBallots(tx, decisionID)
	return own + entered, err
}

// enterProxies makes ballots, as the round closes, of those entered for people who have cast none, and deletes the others unread. The
// round is sealed afterwards, which hides which ballots came this way.
func enterProxies(tx *db.Tx, d Decision) error {
	rows, err := absentBallots(tx, d.ID)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := insertProxyBallot(tx, row); err != nil {
			return err
		}
	}
	return deleteProxies(tx, d.ID)
}
