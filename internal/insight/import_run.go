package insight

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"strconv"
	"strings"

	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// Start lets the worker import a draft; it goes on by itself. The settings are remembered for their source.
func (s *Service) Start(ctx context.Context, actor policy.Actor, id string) (ImportView, error) {
	view, err := s.GetImport(ctx, actor, id)
	if err != nil {
		return ImportView{}, err
	}
	i := view.Import
	if i.State == Running || i.State == Done { // asked twice
		return view, nil
	}
	if i.State != Draft {
		return ImportView{}, fault.New(fault.Conflict, "This import has ended. Bring the file again.")
	}
	k, err := i.kept()
	if err != nil {
		return ImportView{}, err
	}
	if _, ok := k.Columns["quote"]; !ok {
		return ImportView{}, fault.Bad("columns.quote", "Say which column holds the customer's words.")
	}
	if len(view.Preview) == 0 {
		return ImportView{}, fault.Bad("header", "There are no rows below the names of the columns.")
	}
	if err := s.begin(ctx, &i, k); err != nil {
		return ImportView{}, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		i.State, i.UpdatedAt = Running, tx.Now()
		if err := updateImport(tx, i, Draft); err != nil {
			return err
		}
		if k.Source == "" {
			return nil
		}
		return remember(tx, fold(k.Source), i.Settings)
	})
	if fault.Is(err, fault.Conflict) { // somebody else was quicker
		return s.GetImport(ctx, actor, id)
	}
	if err != nil {
		return ImportView{}, err
	}
	s.hurry()
	return s.show(ctx, i)
}

// begin puts the import behind its header.
func (s *Service) begin(ctx context.Context, i *Import, k kept) error {
	if !k.Header {
		return nil
	}
	r, err := i.reader(s.opener(ctx, *i), k.Settings, 0, 0, 1)
	if err != nil {
		return err
	}
	defer r.close()
	for {
		rec, err := r.read()
		if err != nil {
			return err
		}
		if rec.blank {
			continue
		}
		if rec.problem != "" {
			return fault.Bad("header", "The names of the columns cannot be read: %s", rec.problem)
		}
		i.OffsetBytes, i.Line = rec.end, rec.endLine-1
		return nil
	}
}

// Undo takes back a whole import, by and by; a draft is dropped with its file at once.
func (s *Service) Undo(ctx context.Context, actor policy.Actor, id string) (ImportView, error) {
	view, err := s.GetImport(ctx, actor, id)
	if err != nil {
		return ImportView{}, err
	}
	i := view.Import
	switch i.State {
	case Undoing, Undone:
		return view, nil
	case Draft:
		if err := s.drop(ctx, i, Draft); err != nil {
			return ImportView{}, err
		}
		view.State, view.Preview = Undone, nil
		return view, nil
	}
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		if i, err = lockImport(tx, id); err != nil || i.State == Undoing || i.State == Undone {
			return err
		}
		was := i.State
		i.State, i.UpdatedAt, i.LeaseUntil, i.FinishedAt, i.Error = Undoing, tx.Now(), nil, nil, ""
		return updateImport(tx, i, was)
	})
	if err != nil {
		return ImportView{}, err
	}
	s.hurry()
	return s.show(ctx, i)
}

// drop forgets an upload that was never started: the file first, so that a row names it as long as it is there.
func (s *Service) drop(ctx context.Context, i Import, in State) error {
	taken := false
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		now, err := lockImport(tx, i.ID)
		if err != nil {
			return err
		}
		if taken = now.State != in; taken {
			return fault.New(fault.Conflict, "This import has been started meanwhile.")
		}
		now.State, now.UpdatedAt = Uploading, tx.Now() // nobody sees it any more
		return updateImport(tx, now, in)
	})
	if err != nil {
		return err
	}
	if err := s.files.Delete(ctx, i.BlobKey); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return deleteImport(tx, i.ID) })
}

// Rejects is the rows that were left out, as CSV in UTF-8 with a byte order mark: line, reason, then the file's own cells, so that
// they can be mended and brought again. Cells that a spreadsheet would take for formulas begin with an apostrophe.
func (s *Service) Rejects(ctx context.Context, actor policy.Actor, id string) (name string, file []byte, err error) {
	var list []reject
	var i Import
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if err := s.mayImport(actor); err != nil {
			return err
		}
		if i, err = findImport(tx, id); err != nil {
			return err
		}
		list, err = rejects(tx, id)
		return err
	})
	if err != nil {
		return "", nil, err
	}
	k, err := i.kept()
	if err != nil {
		return "", nil, err
	}
	out := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(out)
	w.Comma = commas[k.Delimiter]
	write := func(cells []string) {
		for n := range cells {
			cells[n] = harmless(cells[n])
		}
		err = errors.Join(err, w.Write(cells))
	}
	write(append([]string{"line", "reason"}, k.Names...))
	for _, r := range list {
		cells, problem := r.cells()
		err = errors.Join(err, problem)
		write(append([]string{strconv.Itoa(r.Line), r.Reason}, cells...))
	}
	w.Flush()
	return i.Name, out.Bytes(), errors.Join(err, w.Error())
}

// harmless puts an apostrophe before what a spreadsheet would run (OWASP, CSV injection); a plain number is none.
func harmless(cell string) string {
	if cell == "" || !strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return cell
	}
	if _, ok := number(cell); ok {
		return cell
	}
	return "'" + cell
}
