package decision

import (
	"slices"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/policy"
)

// followUps is what a page tells of what followed from rounds, read at once for all of them.
type followUps struct {
	reader     string
	parents    map[string]activity.Link
	children   map[string][]Decision // by main round
	candidates map[string][]activity.Link
	voted      map[string]bool
	signOffs   map[string][]signOff
	heads      map[string]string
}

func followUpsOf(tx *db.Tx, actor policy.Actor, rows []Decision) (followUps, error) {
	f := followUps{reader: actor.PersonID, parents: map[string]activity.Link{}, children: map[string][]Decision{}, signOffs: map[string][]signOff{}}
	var ids, parentIDs, childIDs []string
	for _, d := range rows {
		ids = append(ids, d.ID)
		if d.ParentID != nil {
			parentIDs = append(parentIDs, *d.ParentID)
		}
	}
	parents, err := mains(tx, unique(parentIDs))
	if err != nil {
		return f, err
	}
	for _, d := range parents {
		f.parents[d.ID] = activity.Link{Kind: activity.KindDecision, ID: d.ID, Title: d.Title, Status: string(d.State)}
	}
	children, err := childrenOf(tx, ids)
	if err != nil {
		return f, err
	}
	for _, c := range children {
		f.children[*c.ParentID] = append(f.children[*c.ParentID], c)
		childIDs = append(childIDs, c.ID)
	}
	if f.candidates, err = candidatesOf(tx, childIDs); err != nil {
		return f, err
	}
	if f.voted, err = votedIn(tx, actor.PersonID, childIDs); err != nil {
		return f, err
	}
	signed, err := signOffsOf(tx, ids)
	if err != nil {
		return f, err
	}
	for _, row := range signed {
		f.signOffs[row.DecisionID] = append(f.signOffs[row.DecisionID], row)
	}
	f.heads, err = headsOf(tx, ids)
	return f, err
}

// complete adds to a view what followed from its round. Where too few ballots were counted in any of the rounds, the record of all
// of them is the panel's.
func (f followUps) complete(v *View) error {
	v.ChainHead = f.heads[v.ID]
	if v.State == Draft {
		return nil
	}
	hash, err := v.configHash()
	if err != nil {
		return err
	}
	v.ConfigHash = hash.String()
	if v.ServerSeed != "" {
		seed, err := v.seed()
		if err != nil {
			return err
		}
		v.Commitment = seed.Commitment().String()
	}
	if v.ParentID != nil {
		parent := f.parents[*v.ParentID]
		v.Parent = &parent
	}
	if v.About, err = v.about(v.Candidates); err != nil {
		return err
	}
	if v.Facts.Few, err = v.few(); err != nil {
		return err
	}
	c, err := v.config()
	if err != nil {
		return err
	}
	for _, row := range f.signOffs[v.ID] {
		word := SignOff{Cycle: row.Cycle, PersonID: row.PersonID, Choice: row.Choice, Reason: row.Reason, SignedAt: row.SignedAt}
		if row.ConceptID != "" {
			concept := c.link(row.ConceptID)
			word.Concept = &concept
		}
		v.SignOffs = append(v.SignOffs, word)
	}
	for _, d := range f.children[v.ID] {
		round, err := f.round(d, slices.Contains(v.PanelIDs, f.reader))
		if err != nil {
			return err
		}
		v.Rounds = append(v.Rounds, round)
		few, err := d.few()
		if err != nil {
			return err
		}
		v.Facts.Few = v.Facts.Few || few
	}
	return nil
}

// round is a round that followed, as a member of the panel or somebody else is told of it.
func (f followUps) round(d Decision, panelist bool) (Round, error) {
	r := Round{Decision: d, Candidates: f.candidates[d.ID], Voted: f.voted[d.ID]}
	var err error
	if r.About, err = d.about(r.Candidates); err != nil {
		return r, err
	}
	if d.Kind == KindObjection && d.Result != "" {
		o, err := d.published()
		if err != nil {
			return r, err
		}
		r.Status, r.Counts = string(o.Count.Status), o.forReader(panelist).Count.Choices
	}
	return r, nil
}

// about is what the vote on an objection is about; nil for any other round.
func (d Decision) about(candidates []activity.Link) (*Objection, error) {
	if d.Kind != KindObjection {
		return nil, nil
	}
	about, err := d.subject()
	if err != nil {
		return nil, err
	}
	o := Objection{PersonID: about.PersonID, Reason: about.Reason, Cycle: about.Cycle}
	for _, c := range candidates {
		if c.ID == about.ConceptID {
			o.Concept = c
		}
	}
	return &o, nil
}
