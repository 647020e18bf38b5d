package insight

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/fault"
)

// State says where an import stands.
type State string

// The states. Uploading is a file that is still arriving; nobody sees it.
const (
	Uploading State = "uploading"
	Draft     State = "draft"
	Running   State = "running"
	Done      State = "done"
	Failed    State = "failed"
	Undoing   State = "undoing"
	Undone    State = "undone"
)

// Fields are what a column of a file can be.
var Fields = []string{"quote", "note", "source_kind", "source", "segment", "said_on", "sentiment", "rating", "touchpoint"}

// Settings say how a file is read. Columns are counted from 0, by field.
type Settings struct {
	Source     string         `json:"source,omitempty"`
	Encoding   string         `json:"encoding"`
	Delimiter  string         `json:"delimiter"` // comma, semicolon or tab
	Header     bool           `json:"header"`
	Columns    map[string]int `json:"columns"`
	DateFormat string         `json:"date_format"` // auto, ymd, dmy or mdy
	RatingMax  int            `json:"rating_max"`  // 5, 10 or 100
	SourceKind string         `json:"source_kind"`
	Segment    string         `json:"segment,omitempty"`
	Touchpoint string         `json:"touchpoint,omitempty"`
	Personal   string         `json:"personal"` // mask or keep
}

// SettingsPatch changes settings; nil leaves a part as it is.
type SettingsPatch struct {
	Source, Encoding, Delimiter, DateFormat, SourceKind, Segment, Touchpoint, Personal *string
	Header                                                                             *bool
	RatingMax                                                                          *int
	Columns                                                                            *map[string]int
}

// kept is what the column settings holds: the settings, the file's columns, and how far an undo has come.
type kept struct {
	Settings
	Names  []string `json:"names"`
	Undone string   `json:"undone,omitempty"`
}

// Import is one uploaded file.
type Import struct {
	ID          string
	Name        string
	BlobKey     string // empty once the file is gone
	Size        int64  // bytes
	State       State
	Settings    string // JSON of kept
	OffsetBytes int64
	Line        int // lines read
	Added       int
	Rejected    int
	Masked      int
	Kept        int
	Error       string
	LeaseUntil  *time.Time
	CreatedBy   string
	CreatedAt   time.Time
	UpdatedAt   time.Time
	FinishedAt  *time.Time
}

// TableName is the table's.
func (Import) TableName() string { return "insight_imports" }

func (i Import) ref() activity.Ref { return activity.Ref{Kind: activity.KindImport, ID: i.ID} }

func (i Import) kept() (kept, error) {
	k := kept{Settings: Settings{Columns: map[string]int{}}}
	err := json.Unmarshal([]byte(i.Settings), &k)
	return k, err
}

func (i *Import) keep(k kept) error {
	text, err := json.Marshal(k)
	i.Settings = string(text)
	return err
}

// ImportView is an import as a page shows it; Preview is there for a draft only.
type ImportView struct {
	Import
	Read    Settings
	Columns []string
	Preview []Row
}

// Row is one of the first rows of a file as it would be imported; Error says why it would be left out.
type Row struct {
	Line       int
	Cells      []string
	Insight    Insight
	Touchpoint string // as the file names it
	Personal   int    // findings
	Error      string
}

var commas = map[string]rune{"comma": ',', "semicolon": ';', "tab": '\t'}

// reader opens the import's file where offset and line say.
func (i Import) reader(open func(int64) (io.ReadCloser, error), s Settings, width int, offset int64, line int) (*reader, error) {
	r, err := newReader(open, s.Encoding, commas[s.Delimiter], offset, line)
	if err != nil {
		return nil, err
	}
	r.width = width
	return r, nil
}

// check says what is wrong with settings for a file of so many columns.
func (s Settings) check(fields *fault.Fields, width int) {
	known := map[string]bool{}
	for _, f := range Fields {
		known[f] = true
	}
	for field, column := range s.Columns {
		switch {
		case !known[field]:
			fields.Add("columns."+field, "A column is one of the fields of an insight.")
		case column < 0 || column >= width:
			fields.Add("columns."+field, "The file has %d %s.", width, plural(width, "column"))
		}
	}
}

// names are the columns' names; those of a file without a header are numbers.
func names(first []string, header bool) []string {
	out := make([]string, len(first))
	for n, cell := range first {
		out[n] = fmt.Sprintf("Column %d", n+1)
		if header && cell != "" {
			out[n] = clip(cell, sourceLimit)
		}
	}
	return out
}
