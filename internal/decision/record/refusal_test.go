package record

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestReadRefuses(t *testing.T) {
	files := unzip(t, packed(t, perform(t, plays()["dismissed"])))
	inner := ""
	for name := range files {
		if id, found := strings.CutPrefix(name, folder); found {
			inner = folder + strings.Split(id, "/")[0] + "/"
		}
	}
	var scripted batch
	for name, try := range map[string]struct {
		change func(map[string]string)
		says   string
	}{
		"no round.json":         {func(f map[string]string) { delete(f, fileRound) }, "round.json: is missing"},
		"no ballots.blt":        {func(f map[string]string) { delete(f, fileBLT) }, "ballots.blt: is missing"},
		"a path":                {func(f map[string]string) { f["../round.json"] = "" }, "../round.json"},
		"a path in rounds":      {func(f map[string]string) { f["rounds/../round.json"] = "" }, "rounds/../round.json"},
		"deeper":                {func(f map[string]string) { f["rounds/a/rounds/b/round.json"] = "" }, "does not belong"},
		"something else":        {func(f map[string]string) { f["notes.txt"] = "" }, "notes.txt"},
		"a round more":          {func(f map[string]string) { f["rounds/x/round.json"] = "{}" }, "rounds/x"},
		"a round less":          {func(f map[string]string) { delete(f, inner+fileRound) }, inner + fileRound},
		"not JSON":              {func(f map[string]string) { f[fileRound] = "{" }, "round.json"},
		"a list":                {func(f map[string]string) { f[fileRound] = "[]" }, "is no object"},
		"another format":        {func(f map[string]string) { f[fileRound] = swap("record/1", "record/2")(f[fileRound]) }, "talkoot-record/2"},
		"a fraction":            {func(f map[string]string) { f[fileRound] = swap(`"seats":2`, `"seats":2.0`)(f[fileRound]) }, "2.0"},
		"a key twice":           {func(f map[string]string) { f[fileRound] = swap(`"id":`, `"id":"x","id":`)(f[fileRound]) }, "twice"},
		"a key in capitals":     {func(f map[string]string) { f[fileRound] = swap(`"root":`, `"Root":`)(f[fileRound]) }, "root is missing"},
		"a hash in capitals":    {func(f map[string]string) { f[fileRound] = swap(`"root":"`, `"root":"A`)(f[fileRound]) }, "root is no hash"},
		"an unknown method":     {func(f map[string]string) { f[fileRound] = swap(`"pairwise"`, `"dice"`)(f[fileRound]) }, "dice"},
		"an unknown kind":       {func(f map[string]string) { f[fileRound] = swap(`"main"`, `"side"`)(f[fileRound]) }, "side"},
		"no seats":              {func(f map[string]string) { f[fileRound] = swap(`"seats":2`, `"seats":0`)(f[fileRound]) }, "seats"},
		"a formula":             {func(f map[string]string) { f[fileRound] = swap(`["c1"`, `["-1"`)(f[fileRound]) }, "spreadsheet"},
		"a candidate twice":     {func(f map[string]string) { f[fileRound] = swap(`["c1","c2"`, `["c1","c1"`)(f[fileRound]) }, "candidates"},
		"beacon":                {func(f map[string]string) { f[fileRound] = swap(`"beacon":""`, `"beacon":"abc"`)(f[fileRound]) }, "beacon"},
		"half a line":           {func(f map[string]string) { f[fileRecords] = strings.TrimSuffix(f[fileRecords], "\n") }, "ballots.jsonl line 7"},
		"not UTF-8":             {func(f map[string]string) { f[fileCSV] += "\xff" }, "ballots.csv line 9"},
		"depth":                 {func(f map[string]string) { f[fileResult] = strings.Repeat("[", 100) + strings.Repeat("]", 100) }, "result.json"},
		"a result of nothing":   {func(f map[string]string) { f[fileResult] = "" }, "result.json"},
		"events without a kind": {func(f map[string]string) { f[fileRound] = swap(`"e":"opened"`, `"E":"opened"`)(f[fileRound]) }, "events[0].e is missing"},
		"a bomb":                {func(f map[string]string) { f[fileCSV] = strings.Repeat("0", maxFile) }, "64 MiB"},
		"too many files": {func(f map[string]string) {
			for i := range maxEntries {
				f[fmt.Sprintf("rounds/r%d/", i)] = ""
			}
		}, "500 files"},
	} {
		t.Run(name, func(t *testing.T) {
			forged := map[string]string{}
			for n, text := range files {
				forged[n] = text
			}
			try.change(forged)
			data := rezip(t, forged)
			_, err := Read(bytes.NewReader(data), int64(len(data)))
			var wrong *FormatError
			if !errors.As(err, &wrong) || !strings.Contains(err.Error(), try.says) {
				t.Errorf("says %v, want %q", err, try.says)
			}
			scripted.add(name, data, -1, "")
		})
	}
	scripted.run(t)
	for name, data := range map[string]string{"empty": "", "text": "ballot,weight", "cut off": string(packed(t, perform(t, plays()["adopted"]))[:900])} {
		if _, err := Read(strings.NewReader(data), int64(len(data))); !errors.As(err, new(*FormatError)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
