package insight

import (
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/text"
)

const previewRows = 20

func (s *Service) mayImport(actor policy.Actor) error {
	return policy.Check(actor, policy.InsightImport, policy.Facts{})
}

// Upload keeps a file and proposes how to read it: the settings last used for source, as far as they fit. Nothing is imported. The
// error of r comes back as it is.
func (s *Service) Upload(ctx context.Context, actor policy.Actor, name, source string, r io.Reader) (ImportView, error) {
	if err := s.mayImport(actor); err != nil {
		return ImportView{}, err
	}
	var fields fault.Fields
	i := Import{ID: db.NewID(), State: Uploading, Settings: "{}", CreatedBy: actor.PersonID}
	i.Name, source = text.Title(&fields, "name", name, sourceLimit), line(&fields, "source", source, sourceLimit)
	if err := fields.Err(); err != nil {
		return ImportView{}, err
	}
	i.BlobKey = "imports/" + i.ID + ".csv"
	// The row first: a file that no row names would stay for ever after a crash.
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		i.CreatedAt, i.UpdatedAt = tx.Now(), tx.Now()
		return insertImport(tx, i)
	})
	if err != nil {
		return ImportView{}, err
	}
	view, err := s.receive(ctx, i, source, r)
	if err != nil {
		_ = s.drop(context.WithoutCancel(ctx), i, Uploading) // else the worker does it
	}
	return view, err
}

func (s *Service) receive(ctx context.Context, i Import, source string, r io.Reader) (ImportView, error) {
	look := &sampler{}
	size, err := s.files.Put(ctx, i.BlobKey, "text/csv", io.TeeReader(r, look))
	if err != nil {
		return ImportView{}, err
	}
	if kind := look.foreign(); kind != "" {
		return ImportView{}, fault.New(fault.UnsupportedType, "This file is %s. Save it as CSV and bring that.", kind)
	}
	settings, columns := look.guess()
	if len(columns) == 0 {
		return ImportView{}, fault.Bad("name", "This file is empty.")
	}
	i.Size, i.State = size, Draft
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		before, known, err := mapping(tx, fold(source))
		if err != nil {
			return err
		}
		k := kept{Settings: settings, Names: columns}
		if k.Source = source; known && source != "" {
			k.remember(before)
			if err := s.stillThere(tx, &k.Settings); err != nil {
				return err
			}
		}
		if err := i.keep(k); err != nil {
			return err
		}
		i.UpdatedAt = tx.Now()
		return updateImport(tx, i, Uploading)
	})
	if err != nil {
		return ImportView{}, err
	}
	return s.show(ctx, i)
}

// remember takes over the settings last used. What this file itself tells, its encoding and delimiter, stays; columns are found by
// their names where it has names.
func (k *kept) remember(before kept) {
	source, encoding, delimiter, header, guessed := k.Source, k.Encoding, k.Delimiter, k.Header, k.Columns
	k.Settings = before.Settings
	k.Source, k.Encoding, k.Delimiter, k.Header, k.Columns = source, encoding, delimiter, header, map[string]int{}
	for field, column := range before.Columns {
		switch {
		case !header || !before.Header:
			if column < len(k.Names) {
				k.Columns[field] = column
			}
		case column < len(before.Names):
			if now := slices.Index(k.Names, before.Names[column]); now >= 0 {
				k.Columns[field] = now
			}
		}
	}
	if _, ok := k.Columns["quote"]; !ok {
		k.Columns = guessed
	}
}

// stillThere forgets a touchpoint that was taken away.
func (s *Service) stillThere(tx *db.Tx, set *Settings) error {
	if set.Touchpoint == "" {
		return nil
	}
	found, err := s.touchpoints.Places(tx, []string{set.Touchpoint})
	if _, ok := found[set.Touchpoint]; !ok {
		set.Touchpoint = ""
	}
	return err
}

// GetImport reads settings and progress; a draft with its preview.
func (s *Service) GetImport(ctx context.Context, actor policy.Actor, id string) (ImportView, error) {
	var i Import
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if err := s.mayImport(actor); err != nil {
			return err
		}
		i, err = findImport(tx, id)
		return err
	})
	if err != nil {
		return ImportView{}, err
	}
	return s.show(ctx, i)
}

// ListImports lists imports, newest first, without previews.
func (s *Service) ListImports(ctx context.Context, actor policy.Actor, page db.Page) (views []ImportView, next string, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if err := s.mayImport(actor); err != nil {
			return err
		}
		list, cursor, err := listImports(tx, page)
		next = cursor
		for _, i := range list {
			k, err := i.kept()
			if err != nil {
				return err
			}
			views = append(views, ImportView{Import: i, Read: k.Settings, Columns: k.Names})
		}
		return err
	})
	return views, next, err
}

// Configure reads a draft in another way. Another encoding, delimiter or header proposes the columns anew, unless they come along.
func (s *Service) Configure(ctx context.Context, actor policy.Actor, id string, p SettingsPatch) (ImportView, error) {
	view, err := s.GetImport(ctx, actor, id)
	if err != nil {
		return ImportView{}, err
	}
	if view.State != Draft {
		return ImportView{}, fault.New(fault.Conflict, "This import has been started. Undo it to bring the file in another way.")
	}
	i := view.Import
	k, err := i.kept()
	if err != nil {
		return ImportView{}, err
	}
	anew := p.on(&k.Settings)
	if anew {
		head, err := s.head(ctx, i)
		if err != nil {
			return ImportView{}, err
		}
		list := head.sample(k.Encoding, commas[k.Delimiter], sampled)
		k.Names = []string{}
		if len(list) > 0 {
			k.Names = names(list[0].cells, k.Header)
		}
		if p.Columns == nil {
			format, most := k.DateFormat, k.RatingMax
			if k.Settings.columns(list, k.Names); p.DateFormat != nil {
				k.DateFormat = format
			}
			if p.RatingMax != nil {
				k.RatingMax = most
			}
		}
	} else if p.Columns != nil && (p.DateFormat == nil || p.RatingMax == nil) {
		if err := s.proposeForms(ctx, i, &k, p); err != nil {
			return ImportView{}, err
		}
	}
	var fields fault.Fields
	k.Source, k.Segment = line(&fields, "source", k.Source, sourceLimit), line(&fields, "segment", k.Segment, segmentLimit)
	k.check(&fields, len(k.Names))
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		wanted := k.Touchpoint
		if err := s.stillThere(tx, &k.Settings); err != nil {
			return err
		}
		if k.Touchpoint != wanted {
			fields.Add("touchpoint", "There is no such touchpoint.")
		}
		if err := fields.Err(); err != nil {
			return err
		}
		if err := i.keep(k); err != nil {
			return err
		}
		i.UpdatedAt = tx.Now()
		return updateImport(tx, i, Draft)
	})
	if err != nil {
		return ImportView{}, err
	}
	return s.show(ctx, i)
}

// proposeForms looks at a date or rating column that was chosen just now.
func (s *Service) proposeForms(ctx context.Context, i Import, k *kept, p SettingsPatch) error {
	before, err := i.kept()
	if err != nil || maps.Equal(before.Columns, k.Columns) {
		return err
	}
	head, err := s.head(ctx, i)
	if err != nil {
		return err
	}
	list := head.sample(k.Encoding, commas[k.Delimiter], sampled)
	if k.Header && len(list) > 0 {
		list = list[1:]
	}
	chosen := k.Settings
	chosen.forms(list)
	if p.DateFormat == nil && before.Columns["said_on"] != k.Columns["said_on"] {
		k.DateFormat = chosen.DateFormat
	}
	if p.RatingMax == nil && before.Columns["rating"] != k.Columns["rating"] {
		k.RatingMax = chosen.RatingMax
	}
	return nil
}

// head samples a file that is kept already.
func (s *Service) head(ctx context.Context, i Import) (*sampler, error) {
	file, err := s.files.Get(ctx, i.BlobKey, 0)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	look := &sampler{}
	_, err = io.Copy(look, io.LimitReader(file, headSize))
	look.size = max(look.size, i.Size)
	return look, err
}

// on puts the patch onto s and tells whether the columns have to be looked for anew.
func (p SettingsPatch) on(s *Settings) (anew bool) {
	before := *s
	for _, part := range []struct{ from, to *string }{{p.Source, &s.Source}, {p.Encoding, &s.Encoding}, {p.Delimiter, &s.Delimiter}, {p.DateFormat, &s.DateFormat},
		{p.SourceKind, &s.SourceKind}, {p.Segment, &s.Segment}, {p.Touchpoint, &s.Touchpoint}, {p.Personal, &s.Personal}} {
		if part.from != nil {
			*part.to = *part.from
		}
	}
	if p.Header != nil {
		s.Header = *p.Header
	}
	if p.RatingMax != nil {
		s.RatingMax = *p.RatingMax
	}
	if p.Columns != nil {
		s.Columns = maps.Clone(*p.Columns)
	}
	return before.Encoding != s.Encoding || before.Delimiter != s.Delimiter || before.Header != s.Header
}

// show reads the first rows of a draft.
func (s *Service) show(ctx context.Context, i Import) (ImportView, error) {
	k, err := i.kept()
	if err != nil {
		return ImportView{}, err
	}
	view := ImportView{Import: i, Read: k.Settings, Columns: k.Names}
	if i.State != Draft {
		return view, nil
	}
	into, err := s.rowsOf(ctx, k)
	if err != nil {
		return view, err
	}
	r, err := i.reader(s.opener(ctx, i), k.Settings, 0, 0, 1)
	if err != nil {
		return view, err
	}
	defer r.close()
	for header := k.Header; len(view.Preview) < previewRows; {
		rec, err := r.read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return view, err
		}
		switch {
		case rec.blank:
		case header:
			header = false
		default:
			view.Preview = append(view.Preview, into.row(rec))
		}
		r.width = len(k.Names)
	}
	return view, nil
}

// opener opens the import's file at an offset. Behind its end there is nothing, which not every store says without an error.
func (s *Service) opener(ctx context.Context, i Import) func(int64) (io.ReadCloser, error) {
	return func(offset int64) (io.ReadCloser, error) {
		if offset >= i.Size {
			return io.NopCloser(strings.NewReader("")), nil
		}
		return s.files.Get(ctx, i.BlobKey, offset)
	}
}

// rowsOf makes what turns rows into insights.
func (s *Service) rowsOf(ctx context.Context, k kept) (*rows, error) {
	into := &rows{settings: k.Settings}
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		into.today = tx.Now().Format(dayLayout)
		set := k.Settings
		if err := s.stillThere(tx, &set); err != nil {
			return err
		}
		into.place = set.Touchpoint
		if _, ok := k.Columns["touchpoint"]; ok {
			into.touchpoints, err = s.touchpoints.Names(tx)
		}
		return err
	})
	return into, err
}
