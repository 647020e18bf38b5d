package insight

import (
	"strings"
	"testing"
)

func TestPersonalData(t *testing.T) {
	for text, want := range map[string]string{ // what is found, with | between
		// Mail.
		"Write to anna.virtanen@example.fi, please.": "anna.virtanen@example.fi",
		"Posta: åsa+kund@företag.se.":                "åsa+kund@företag.se",
		"3 apples @ 2 euros, @home, a@b":             "",
		"<matti@sub.example.co.uk>":                  "matti@sub.example.co.uk",
		// Phones.
		"Soita +358 40 123 4567 huomenna":   "+358 40 123 4567",
		"ring +46 (0)70-123 45 67.":         "+46 (0)70-123 45 67",
		"0046 8 123 456 78 works":           "0046 8 123 456 78",
		"00358401234567":                    "00358401234567",
		"Numero 040 123 4567, kiitos":       "040 123 4567",
		"0401234567":                        "0401234567",
		"09-123 456 tai 0500 123 456":       "09-123 456|0500 123 456",
		"08-123 456 78 eller 070-123 45 67": "08-123 456 78|070-123 45 67",
		"(040) 123 4567":                    "(040) 123 4567",
		"call me at 555 1234":               "555 1234",
		"(555) 123-4567 or 555-123-4567":    "(555) 123-4567|555-123-4567",
		"puh. 12345":                        "12345",
		"0401234567 2026":                   "0401234567",
		// No phones.
		"invoice 0401234567":                            "",
		"lasku nro 040 123 4567":                        "",
		"Faktura 0701234567 är fel":                     "",
		"order number 070-123 45 67":                    "",
		"#0401234567":                                   "",
		"05-11-2026, 05.11.2026, 2026-11-05, 5/11/2026": "",
		"It costs 1 200,50 € or 0,50 or 040 000 €":      "",
		"at 08:30 and 09.15":                            "",
		"in 2024 we had 150 000 customers":              "",
		"version 10.0.19045, 192.168.0.1":               "",
		"lasku 2026-000123 eräpäivä 12.12.2026":         "",
		"INV-0123456789 and A0401234567":                "",
		"0123456":                                       "",
		"50 % of 1000 users":                            "",
		// Names.
		"Mr Smith called":                            "Smith",
		"Dr. Jane Doe-Miller said":                   "Jane Doe-Miller",
		"herra Korhonen oli vihainen":                "Korhonen",
		"Rouva Mäkelä-Öhman odotti":                  "Mäkelä-Öhman",
		"Fru Åkesson väntade":                        "Åkesson",
		"200 ms Latency":                             "",
		"My name is Xavier Quill and I wait":         "Xavier Quill",
		"Hei, nimeni on Östen Äijälä.":               "Östen Äijälä",
		"Jag heter Åsa Öberg":                        "Åsa Öberg",
		"my name is anna":                            "anna",
		"My name is not important":                   "",
		"Nimeni on Ei tärkeä":                        "",
		"I spoke with Anna Virtanen yesterday":       "Anna Virtanen",
		"Matti called me back":                       "Matti",
		"Puhuin Päiville asiasta":                    "Päiville",
		"Anna's order was late":                      "Anna",
		"Annas faktura":                              "Annas",
		"Väinö Äyräväinen soitti":                    "Väinö Äyräväinen",
		"Anna-Liisa oli iloinen":                     "Anna-Liisa",
		"Erik von Essen svarade":                     "Erik von Essen",
		"ANNA VIRTANEN soitti":                       "ANNA VIRTANEN",
		"Talked to Hans Andersson":                   "Hans Andersson",
		"Thanks Anna. The invoice was fine":          "Anna",
		"Asked Pekka and Liisa, then Jörgen Åström.": "Pekka|Liisa|Jörgen Åström",
		"Was it on Monday Anna called?":              "Anna",
		// No names.
		"Hans faktura var fel":                        "",
		"Per månad kostar det 10 euro":                "",
		"In May and June, on Monday, im Mars":         "",
		"Maanantaina toukokuussa Outlook ei toiminut": "",
		"Onni on pieni asia. Toivo elää":              "",
		"Elisa and Teams were down, Excel too":        "",
		"The Support Desk in Helsinki":                "",
		"Mark Outlook as read":                        "",
		"Tuote on hyvä, mutta Laskutus ei toimi":      "",
		"[name] wrote to [e-mail]":                    "",
		"Talkoot":                                     "",
	} {
		var got []string
		for _, f := range Find(text) {
			if text[f.Start:f.End] != f.Text {
				t.Errorf("%q: %q is not at [%d, %d)", text, f.Text, f.Start, f.End)
			}
			got = append(got, f.Text)
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: found %q, want %q", text, got, want)
		}
	}
}

func TestMask(t *testing.T) {
	text := "😀 Åsa Öberg (asa@example.se, 070-123 45 67) väntade på Anna"
	if got := MaskText(text); got != "😀 [name] ([e-mail], [phone]) väntade på [name]" {
		t.Error(got)
	}
	if again := MaskText(MaskText(text)); again != MaskText(text) {
		t.Errorf("masked twice: %q", again)
	}
	if start, end := Find(text)[0].UTF16(text); start != 3 || end != 12 {
		t.Errorf("the name is at [%d, %d) in UTF-16 units", start, end)
	}
}
