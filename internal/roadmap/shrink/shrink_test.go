package shrink

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"

	"talkoot/internal/fault"
)

// flag is red at the left, blue at the right, and clear below the middle when clear is set.
func flag(width, height int, clear bool) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := color.NRGBA{200, 0, 0, 255}
			if x >= width/2 {
				c = color.NRGBA{0, 0, 200, 255}
			}
			if clear && y >= height/2 {
				c = color.NRGBA{}
			}
			m.SetNRGBA(x, y, c)
		}
	}
	return m
}

func asJPEG(t *testing.T, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t *testing.T, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// held puts an EXIF segment with an orientation, and a secret behind it, into a JPEG.
func held(picture []byte, order binary.AppendByteOrder, orientation uint16) []byte {
	header := "II*\x00"
	if order.String() == "BigEndian" {
		header = "MM\x00*"
	}
	tiff := order.AppendUint32([]byte(header), 8)
	tiff = order.AppendUint16(tiff, 1)
	tiff = order.AppendUint16(order.AppendUint16(tiff, 0x0112), 3)
	tiff = order.AppendUint32(tiff, 1)
	tiff = order.AppendUint16(order.AppendUint16(tiff, orientation), 0)
	tiff = append(tiff, "\x00\x00\x00\x00GPS 60.17 N 24.94 E"...)
	segment := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{}, picture[:2]...)
	out = binary.BigEndian.AppendUint16(append(out, 0xff, 0xe1), uint16(len(segment)+2))
	return append(append(out, segment...), picture[2:]...)
}

func open(t *testing.T, small []byte) image.Image {
	t.Helper()
	m, err := jpeg.Decode(bytes.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func red(m image.Image, x, y int) bool {
	r, _, b, _ := m.At(x, y).RGBA()
	return r > 2*b
}

func TestSizes(t *testing.T) {
	for name, c := range map[string]struct{ w, h, wantW, wantH int }{
		"small stays small": {40, 30, 40, 30}, "just fits": {1600, 20, 1600, 20}, "wide": {3200, 100, 1600, 50}, "high": {100, 3200, 50, 1600},
		"a thread": {20000, 1, 1600, 1}, "one point": {1, 1, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			for _, data := range [][]byte{asJPEG(t, flag(c.w, c.h, false)), asPNG(t, flag(c.w, c.h, false))} {
				small, w, h, err := JPEG(data)
				if err != nil {
					t.Fatal(err)
				}
				if size := open(t, small).Bounds().Size(); w != c.wantW || h != c.wantH || size != (image.Point{w, h}) {
					t.Errorf("%d × %d, in truth %v, want %d × %d", w, h, size, c.wantW, c.wantH)
				}
			}
		})
	}
}

// Each orientation ends upright, and nothing that the camera wrote is left.
func TestOrientation(t *testing.T) {
	picture := asJPEG(t, flag(64, 32, false))
	// Where red comes to lie: left, right, left (upside down is mirrored there), and so on, by EXIF's table.
	at := map[uint16]struct {
		lying bool
		red   image.Point
		blue  image.Point
	}{
		1: {false, image.Pt(8, 16), image.Pt(56, 16)}, 2: {false, image.Pt(56, 16), image.Pt(8, 16)},
		3: {false, image.Pt(56, 16), image.Pt(8, 16)}, 4: {false, image.Pt(8, 16), image.Pt(56, 16)},
		5: {true, image.Pt(16, 8), image.Pt(16, 56)}, 6: {true, image.Pt(16, 8), image.Pt(16, 56)},
		7: {true, image.Pt(16, 56), image.Pt(16, 8)}, 8: {true, image.Pt(16, 56), image.Pt(16, 8)},
	}
	for o, want := range at {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			small, w, h, err := JPEG(held(picture, order, o))
			if err != nil {
				t.Fatal(err)
			}
			m := open(t, small)
			if (h > w) != want.lying || !red(m, want.red.X, want.red.Y) || red(m, want.blue.X, want.blue.Y) {
				t.Errorf("orientation %d, %v: %d × %d", o, order, w, h)
			}
			if bytes.Contains(small, []byte("GPS")) || bytes.Contains(small, []byte("Exif")) {
				t.Errorf("orientation %d: what the camera wrote is still there", o)
			}
		}
	}
	for _, o := range []uint16{0, 9, 65535} {
		if _, w, _, err := JPEG(held(picture, binary.LittleEndian, o)); err != nil || w != 64 {
			t.Errorf("orientation %d: %d, %v", o, w, err)
		}
	}
}

func TestClearIsWhite(t *testing.T) {
	small, _, _, err := JPEG(asPNG(t, flag(64, 64, true)))
	if err != nil {
		t.Fatal(err)
	}
	if r, g, b, _ := open(t, small).At(10, 60).RGBA(); r>>8 < 250 || g>>8 < 250 || b>>8 < 250 {
		t.Errorf("%d %d %d", r>>8, g>>8, b>>8)
	}
}

// claims is a PNG of a few bytes whose header claims a size.
func claims(width, height uint32) []byte {
	body := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), width), height)
	body = append(body, 8, 6, 0, 0, 0)
	out := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n"), 13)
	return binary.BigEndian.AppendUint32(append(out, body...), crc32.ChecksumIEEE(body))
}

func TestRefusals(t *testing.T) {
	whole := asJPEG(t, flag(200, 200, false))
	cutPNG := asPNG(t, flag(200, 200, false))
	var moving bytes.Buffer
	if err := gif.Encode(&moving, flag(8, 8, false), nil); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data []byte
		code fault.Code
	}{
		"nothing":                  {nil, fault.UnsupportedType},
		"a page":                   {[]byte("<!doctype html><script>alert(1)</script>"), fault.UnsupportedType},
		"an SVG":                   {[]byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), fault.UnsupportedType},
		"a GIF":                    {moving.Bytes(), fault.UnsupportedType},
		"a PDF":                    {[]byte("%PDF-1.7"), fault.UnsupportedType},
		"a JPEG's first bytes":     {whole[:3], fault.Invalid},
		"half a JPEG":              {whole[:len(whole)/2], fault.Invalid},
		"half a PNG":               {cutPNG[:len(cutPNG)-40], fault.Invalid},
		"a page dressed as a JPEG": {append([]byte("\xff\xd8\xff"), "<script>alert(1)</script>"...), fault.Invalid},
		"a page dressed as a PNG":  {append([]byte("\x89PNG\r\n\x1a\n"), "<script>alert(1)</script>"...), fault.Invalid},
		"a bomb":                   {claims(50_000, 50_000), fault.TooLarge},
		"just too many points":     {claims(50_001, 1000), fault.TooLarge},
		"a size beyond every int":  {claims(1<<31-1, 1<<31-1), fault.Invalid},
		"no width":                 {claims(0, 10), fault.Invalid},
		"hundreds of passes":       {append(whole[:len(whole)-2:len(whole)-2], bytes.Repeat([]byte("\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"), mostScans)...), fault.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			if _, _, _, err := JPEG(c.data); !fault.Is(err, c.code) {
				t.Errorf("%v, want %s", err, c.code)
			}
		})
	}
}

// A page behind a good picture is not served with it.
func TestNothingBehindIsKept(t *testing.T) {
	small, _, _, err := JPEG(append(asJPEG(t, flag(20, 20, false)), "<script>alert(1)</script>"...))
	if err != nil || bytes.Contains(small, []byte("script")) {
		t.Errorf("%v", err)
	}
}
