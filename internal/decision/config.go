package decision

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/decision/tally"
)

// config is what a round is opened with and can never be changed afterwards; its hash is public from the opening on.
type config struct {
	Version     int               `json:"v"`
	Round       string            `json:"round"`
	Kind        Kind              `json:"kind"`
	Parent      string            `json:"parent,omitzero"`
	Subject     Subject           `json:"subject,omitzero"`
	Challenge   string            `json:"challenge"`
	Title       string            `json:"title"`
	Question    string            `json:"question"`
	Method      tally.Method      `json:"method"`
	Options     tally.Options     `json:"options"`
	Seats       int               `json:"seats"`
	Candidates  []string          `json:"candidates"`
	Names       map[string]string `json:"names"`
	Panel       []string          `json:"panel"`
	Quorum      int               `json:"quorum"`
	FollowUp    int               `json:"follow_up"`
	SecondRound bool              `json:"second_round"`
	OpensAt     time.Time         `json:"opens_at"`
	ClosesAt    time.Time         `json:"closes_at"`
}

func (c config) rules() tally.Rules {
	return tally.Rules{Method: c.Method, Seats: c.Seats, Candidates: c.Candidates, Quorum: c.Quorum, Options: c.Options}
}

// link is a candidate with its title as it was on the ballot.
func (c config) link(conceptID string) activity.Link {
	return activity.Link{Kind: activity.KindConcept, ID: conceptID, Title: c.Names[conceptID]}
}

func (c config) links(conceptIDs []string) (list []activity.Link) {
	for _, id := range conceptIDs {
		list = append(list, c.link(id))
	}
	return list
}

// inOrder is those of the concepts that are candidates, in the candidates' order.
func (c config) inOrder(conceptIDs []string) []string {
	list := []string{}
	for _, id := range c.Candidates {
		if slices.Contains(conceptIDs, id) {
			list = append(list, id)
		}
	}
	return list
}

// commit fixes what a round is opened with: its rules as canonical JSON, and a seed of its own.
func (d *Decision) commit(candidates []activity.Link, panel []string, subject Subject) error {
	c := config{Version: 1, Round: d.ID, Kind: d.Kind, Subject: subject, Challenge: d.ChallengeID, Title: d.Title, Question: d.Question,
		Method: d.Method, Seats: d.Seats, Candidates: []string{}, Names: map[string]string{}, Panel: panel, Quorum: d.Quorum,
		FollowUp: d.FollowUp, SecondRound: d.SecondRound, OpensAt: *d.OpensAt, ClosesAt: d.ClosesAt.UTC()}
	if d.ParentID != nil {
		c.Parent = *d.ParentID
	}
	var err error
	if c.Options, err = d.MethodOptions(); err != nil {
		return err
	}
	for _, link := range candidates {
		c.Candidates = append(c.Candidates, link.ID)
		c.Names[link.ID] = link.Title
	}
	if err := c.rules().Check(); err != nil {
		return fmt.Errorf("rules of decision %s: %w", d.ID, err)
	}
	canon, err := tally.Canon(c)
	if err != nil {
		return err
	}
	d.Config = string(canon)
	return d.sow()
}

// MethodOptions are the settings of the round's method.
func (d Decision) MethodOptions() (tally.Options, error) {
	var o tally.Options
	if err := json.Unmarshal([]byte(d.Options), &o); err != nil {
		return o, fmt.Errorf("options of decision %s: %w", d.ID, err)
	}
	return o, nil
}

// sow makes the server's share of the round's lottery.
func (d *Decision) sow() error {
	var seed tally.Seed
	if _, err := rand.Read(seed[:]); err != nil {
		return err
	}
	d.ServerSeed = seed.String()
	return nil
}

func (d Decision) config() (config, error) {
	var c config
	if err := json.Unmarshal([]byte(d.Config), &c); err != nil {
		return c, fmt.Errorf("config of decision %s: %w", d.ID, err)
	}
	return c, nil
}

func (d Decision) configHash() (tally.Hash, error) {
	return tally.ConfigHash(json.RawMessage(d.Config))
}

func (d Decision) seed() (tally.Seed, error) {
	seed, err := tally.ParseSeed(d.ServerSeed)
	if err != nil {
		return seed, fmt.Errorf("seed of decision %s: %w", d.ID, err)
	}
	return seed, nil
}
