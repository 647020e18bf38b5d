package decision

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/decision/tally"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// follows is what a round that follows from a main one has of its own.
type follows struct {
	kind       Kind
	method     tally.Method
	options    tally.Options
	seats      int
	candidates []string
	subject    Subject
}

// follow opens a round of the same panel at once. It takes as long as every step after the close may.
func (s *Service) follow(tx *db.Tx, p *progress, f follows) error {
	now := tx.Now()
	options, err := json.Marshal(f.options)
	if err != nil {
		return fmt.Errorf("options of a round after %s: %w", p.ID, err)
	}
	subject, err := json.Marshal(f.subject)
	if err != nil {
		return fmt.Errorf("subject of a round after %s: %w", p.ID, err)
	}
	d := Decision{ID: db.NewID(), Kind: f.kind, ParentID: &p.ID, Subject: string(subject), ChallengeID: p.ChallengeID, Title: p.Title,
		Question: p.Question, Seats: f.seats, Method: f.method, Options: string(options), FollowUp: p.FollowUp, Quorum: p.config.Quorum,
		State: Open, Cycle: p.Cycle, OpensAt: &now, ClosesAt: moment(now.Add(time.Duration(p.FollowUp) * time.Minute)), TurnoutAt: &now,
		CreatedBy: p.CreatedBy, Version: 1, CreatedAt: now, UpdatedAt: now}
	candidates := p.config.links(f.candidates)
	if err := d.commit(candidates, p.config.Panel, f.subject); err != nil {
		return err
	}
	c := &child{Decision: d}
	if c.config, err = d.config(); err != nil {
		return err
	}
	if err := insert(tx, d); err != nil {
		return err
	}
	if err := setCandidates(tx, d.ID, candidates); err != nil {
		return err
	}
	if err := setPanel(tx, d.ID, p.config.Panel); err != nil {
		return err
	}
	p.children = append(p.children, c)
	return opened(tx, d)
}

// openRunoff lets the panel choose among the tied for the seats left open. There is one run-off; what it leaves open is drawn.
func (s *Service) openRunoff(tx *db.Tx, p *progress, way path) error {
	p.State, p.DueAt = Runoff, nil
	p.tell("decision.runoff", activity.Summary{})
	return s.follow(tx, p, follows{kind: KindRunoff, method: tally.Pairwise, seats: way.open, candidates: p.config.inOrder(way.tied)})
}

// splitSeats is the concepts of a second round, in the candidates' order, and how many of them are to be chosen: what split the
// panel or is tied, for the seats that nothing else has won.
func (p *progress) splitSeats() (concepts []string, seats int) {
	concepts = p.config.inOrder(slices.Concat(p.outcome.Split, p.outcome.Count.Tied))
	return concepts, p.config.Seats - len(without(p.outcome.Winners, concepts))
}

// discusses says whether the panel is to discuss what split it: it was announced, and a second round could decide something.
func (p *progress) discusses() bool {
	concepts, seats := p.splitSeats()
	return p.SecondRound && p.Cycle == 1 && 0 < seats && seats < len(concepts)
}

func (p *progress) discuss(tx *db.Tx) error {
	p.wait(tx, Discussion)
	return nil
}

// OpenSecondRound opens the round over what split the panel, and nothing else.
func (s *Service) OpenSecondRound(ctx context.Context, actor policy.Actor, id string) (View, error) {
	var v View
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		before, err := s.read(tx, actor, id, lock)
		if err != nil {
			return err
		}
		if err := policy.Check(actor, policy.SecondRound, before.Facts); err != nil {
			return err
		}
		if before.State != Discussion || before.due(tx.Now()) {
			return fault.New(fault.Forbidden, "The time to open a second round is over.")
		}
		p, err := progressOf(tx, before.Decision)
		if err != nil {
			return err
		}
		concepts, seats := p.splitSeats()
		p.State, p.DueAt = SecondRound, nil
		options := p.config.Options
		if p.Method == tally.Dots { // as many as in the first round, though there are fewer seats
			options.Dots, options.Cap = p.config.rules().DotsAndCap()
		}
		if err := s.follow(tx, p, follows{kind: KindSecond, method: p.Method, options: options, seats: seats, candidates: concepts}); err != nil {
			return err
		}
		p.tell("decision.second_round", activity.Summary{})
		p.news[0].ActorID = actor.PersonID
		if err := s.save(tx, p); err != nil {
			return err
		}
		v, err = s.read(tx, actor, id, find)
		return err
	})
	return v, err
}
