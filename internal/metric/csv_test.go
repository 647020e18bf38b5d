package metric

import (
	"fmt"
	"strings"
	"testing"
)

const today = "2026-11-16"

func TestParse(t *testing.T) {
	for name, c := range map[string]struct {
		kind Kind
		file string
		want string
	}{
		"commas":              {Own, "date,value\n2026-10-01,3.5\n2026-11-01,4\n", "2026-10-01 3.5/0, 2026-11-01 4/0"},
		"a byte order mark":   {Own, "\ufeffDate;Value;Answers\r\n2026-10-01;3,5;12\r\n", "2026-10-01 3.5/12"},
		"tabs in Finnish":     {Own, "Päivä\tArvo\tVastaukset\n1.10.2026\t1 140\t\n", "2026-10-01 1140/0"},
		"Windows-1252":        {Own, "p\xe4iv\xe4;arvo\n1.10.2026;\x961\n", ""},
		"Swedish":             {NPS, "datum;ambassadörer;passiva;kritiker\n2026-10-01;50;30;20\n", "2026-10-01 30/100"},
		"answers or passives": {NPS, "date,promoters,detractors,answers\n2026-10-01,50,20,100\n", "2026-10-01 30/100"},
		"the score alone":     {NPS, "date,nps\n2026-10-01,-12\n2026-10-02,\u221212\n", "2026-10-01 -12/0, 2026-10-02 -12/0"},
		"satisfied":           {CSAT, "date,satisfied,answers,who\n2026-10-01,3,4,\"Ä, \"\"B\"\"\"\n,,,\n", "2026-10-01 75/4"},
		"per cent":            {CSAT, "date;value\n2026-10-01;68,5 %\n", "2026-10-01 68.5/0"},
		"quotes over lines":   {Own, "date,value,note\n2026-10-01,1,\"two\nlines\"\n2026-10-02,2,\n", "2026-10-01 1/0, 2026-10-02 2/0"},
		"a formula in a note": {Own, "date,value,note\n2026-10-01,1,=HYPERLINK(\"x\")\n", ""},
		"leap day":            {Own, "date,value\n2024-02-29,1\n", "2024-02-29 1/0"},
	} {
		t.Run(name, func(t *testing.T) {
			points, errs := parse([]byte(c.file), c.kind, today)
			var got []string
			for _, p := range points {
				got = append(got, fmt.Sprintf("%s %v/%d", p.MeasuredOn, p.Value, p.Answers))
			}
			switch {
			case name == "Windows-1252" || name == "a formula in a note": // below, by their errors
				if len(errs) != 1 || errs[0].Line != 2 {
					t.Errorf("%v", errs)
				}
			case strings.Join(got, ", ") != c.want || len(errs) > 0:
				t.Errorf("%v, %v, want %s", got, errs, c.want)
			}
		})
	}
}

func TestParseRefusals(t *testing.T) {
	many := "date,value\n" + strings.Repeat("2026-10-01,1\n", mostErrors+50)
	long := &strings.Builder{}
	long.WriteString("date,value\n")
	for range mostRows + 1 {
		long.WriteString("x,1\n")
	}
	for name, c := range map[string]struct {
		kind Kind
		file string
		line int
		says string
	}{
		"nothing":             {Own, "", 1, "no measurement"},
		"a header alone":      {Own, "date,value\n", 1, "no measurement"},
		"no date":             {Own, "value\n3\n", 1, "the date"},
		"no value":            {Own, "date,note\n2026-10-01,3\n", 1, "No column"},
		"twice the same":      {Own, "date,value,score\n2026-10-01,3,4\n", 1, "Two columns"},
		"UTF-16":              {Own, "\xff\xfed\x00", 1, "UTF-16"},
		"NUL":                 {Own, "date,value\n2026-10-01,\x003\n", 2, "NUL"},
		"open quotes":         {Own, "date,value\n2026-10-01,3\n2026-10-02,\"4\n", 3, "quotation"},
		"bare quotes":         {Own, "date,value\n2026-10-01,3\"\n", 2, "quotation"},
		"a formula":           {Own, "date,value\n2026-10-01,=1+1\n", 2, "no number"},
		"words":               {Own, "date,value\n2026-10-01,good\n", 2, "no number"},
		"not finite":          {Own, "date,value\n2026-10-01,Inf\n", 2, "no number"},
		"not a number":        {Own, "date,value\n2026-10-01,NaN\n", 2, "no number"},
		"beyond every float":  {Own, "date,value\n2026-10-01,1e999\n", 2, "no number"},
		"too large":           {Own, "date,value\n2026-10-01,1e300\n", 2, "too large"},
		"hexadecimal":         {Own, "date,value\n2026-10-01,0x1p4\n", 2, "no number"},
		"comma and point":     {Own, "date;value\n2026-10-01;1.140,5\n", 2, "no number"},
		"no value there":      {Own, "date,value\n2026-10-01,\n", 2, "value is needed"},
		"no such day":         {Own, "date,value\n2026-02-29,1\n", 2, "day of the calendar"},
		"American days":       {Own, "date,value\n10/01/2026,1\n", 2, "day of the calendar"},
		"tomorrow":            {Own, "date,value\n2026-11-17,1\n", 2, "not come yet"},
		"long ago":            {Own, "date,value\n1066-10-14,1\n", 2, "1990"},
		"the same day":        {Own, "date,value\n2026-10-01,1\n\n1.10.2026,2\n", 4, "line 2"},
		"more cells":          {Own, "date,value\n2026-10-01,1,2\n", 2, "more cells"},
		"half a person":       {NPS, "date,promoters,passives,detractors\n2026-10-01,1.5,2,3\n", 2, "no count"},
		"fewer than none":     {NPS, "date,promoters,passives,detractors\n2026-10-01,-1,2,3\n", 2, "A count"},
		"too many people":     {NPS, "date,promoters,passives,detractors\n2026-10-01,999999999,999999999,3\n", 2, "A count"},
		"no detractors":       {NPS, "date,promoters,passives\n2026-10-01,1,2\n", 2, "detractors"},
		"does not add up":     {NPS, "date,promoters,passives,detractors,answers\n2026-10-01,1,2,3,7\n", 2, "add up"},
		"more than all":       {NPS, "date,promoters,detractors,answers\n2026-10-01,5,6,10\n", 2, "more promoters"},
		"nobody answered":     {NPS, "date,promoters,passives,detractors\n2026-10-01,0,0,0\n", 2, "Without an answer"},
		"another score":       {NPS, "date,promoters,passives,detractors,nps\n2026-10-01,50,30,20,40\n", 2, "another value"},
		"off the scale":       {NPS, "date,nps\n2026-10-01,101\n", 2, "between -100 and 100"},
		"more satisfied":      {CSAT, "date,satisfied,answers\n2026-10-01,5,4\n", 2, "more satisfied"},
		"satisfied of nobody": {CSAT, "date,satisfied\n2026-10-01,5\n", 2, "all answers"},
		"over 100 per cent":   {CSAT, "date,value\n2026-10-01,101\n", 2, "between 0 and 100"},
		"promoters of effort": {CES, "date,value,promoters\n2026-10-01,3,1\n", 2, "Net Promoter"},
		"satisfied of effort": {CES, "date,value,satisfied\n2026-10-01,3,1\n", 2, "satisfaction"},
		"many errors":         {Own, many, 3, "line 2"},
		"too many rows":       {Own, long.String(), 2, "calendar"},
	} {
		t.Run(name, func(t *testing.T) {
			points, errs := parse([]byte(c.file), c.kind, today)
			if len(points) > 0 || len(errs) == 0 || errs[0].Line != c.line || !strings.Contains(errs[0].Why, c.says) || len(errs) > mostErrors {
				t.Errorf("%d points, %.300v, want line %d: %s", len(points), errs, c.line, c.says)
			}
		})
	}
}
