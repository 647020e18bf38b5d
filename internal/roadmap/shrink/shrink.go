package shrink

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"

	"golang.org/x/image/draw"

	"talkoot/internal/fault"
)

const (
	// Longest is the longest side of what comes out, in pixels.
	Longest = 1600
	// mostPixels bounds what is decoded: a few kilobytes can claim a picture of gigabytes.
	mostPixels = 50_000_000
	// mostScans bounds how often a progressive JPEG may go over the whole picture: hundreds of tiny passes would cost minutes.
	mostScans = 64
	quality   = 85 // of JPEG, 1 to 100
)

// JPEG decodes a JPEG or PNG and writes it anew as a JPEG of at most Longest pixels on its longer side, the right way up, on white where
// it was clear, without EXIF or anything else that was in the file. It gives the new picture, its width and its height. What is no such
// picture, is broken or is too large to decode is refused with unsupported_type, too_large or invalid.
func JPEG(data []byte) (small []byte, width, height int, err error) {
	decode, config := jpeg.Decode, jpeg.DecodeConfig
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		if bytes.Count(data, []byte{0xff, 0xda}) > mostScans { // the mark of a scan cannot stand in a scan's own data
			return nil, 0, 0, broken()
		}
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		decode, config = png.Decode, png.DecodeConfig
	default:
		return nil, 0, 0, fault.New(fault.UnsupportedType, "This is no picture that can be shown here. Choose a JPEG or a PNG.")
	}
	head, err := config(bytes.NewReader(data))
	if err != nil || head.Width <= 0 || head.Height <= 0 {
		return nil, 0, 0, broken()
	}
	if int64(head.Width)*int64(head.Height) > mostPixels {
		return nil, 0, 0, fault.New(fault.TooLarge, "This picture is larger than 50 megapixels. Choose a smaller one.")
	}
	whole, err := decode(bytes.NewReader(data))
	if err != nil {
		return nil, 0, 0, broken()
	}
	width, height = fit(head.Width, head.Height)
	canvas := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(canvas, canvas.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(canvas, canvas.Bounds(), whole, whole.Bounds(), draw.Over, nil)
	upright := turn(canvas, orientation(data))
	var out bytes.Buffer
	if err := jpeg.Encode(&out, upright, &jpeg.Options{Quality: quality}); err != nil {
		return nil, 0, 0, err
	}
	return out.Bytes(), upright.Bounds().Dx(), upright.Bounds().Dy(), nil
}

func broken() error {
	return fault.New(fault.Invalid, "This picture is broken or cut off. Choose another one.")
}

// fit scales a size down so that neither side is longer than Longest; nothing is made larger, and no side vanishes.
func fit(width, height int) (int, int) {
	longer := max(width, height)
	if longer <= Longest {
		return width, height
	}
	scale := float64(Longest) / float64(longer)
	return max(1, int(math.Round(float64(width)*scale))), max(1, int(math.Round(float64(height)*scale)))
}

// turn applies an EXIF orientation, 1 to 8, so that the picture stands upright without it.
func turn(from *image.RGBA, orientation int) *image.RGBA {
	if orientation < 2 || orientation > 8 {
		return from
	}
	w, h := from.Bounds().Dx(), from.Bounds().Dy()
	size := image.Rect(0, 0, w, h)
	if orientation >= 5 { // lying on its side
		size = image.Rect(0, 0, h, w)
	}
	to := image.NewRGBA(size)
	for y := range h {
		for x := range w {
			tx, ty := x, y
			switch orientation {
			case 2:
				tx = w - 1 - x
			case 3:
				tx, ty = w-1-x, h-1-y
			case 4:
				ty = h - 1 - y
			case 5:
				tx, ty = y, x
			case 6:
				tx, ty = h-1-y, x
			case 7:
				tx, ty = h-1-y, w-1-x
			case 8:
				tx, ty = y, w-1-x
			}
			to.SetRGBA(tx, ty, from.RGBAAt(x, y))
		}
	}
	return to
}
