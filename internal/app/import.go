package app

import (
	"context"
	"fmt"
	"io"

	"talkoot/internal/config"
	"talkoot/internal/transfer"
)

// ImportOptions says what to bring in and where to tell of it.
type ImportOptions struct {
	Dir         string
	Challenge   string // title
	Attribution string
	Progress    io.Writer
	Out         io.Writer
}

// Import brings a conversation in, with progress, whole or not at all.
func Import(ctx context.Context, s *config.Settings, o ImportOptions) error {
	d, err := open(ctx, s)
	if err != nil {
		return err
	}
	defer d.Close()
	last := ""
	figures, err := wire(d, s, nil, nil).transfer.Import(ctx, o.Dir, o.Challenge, o.Attribution, func(what string, done, of int) {
		if last != "" && last != what {
			fmt.Fprintln(o.Progress)
		}
		last = what
		fmt.Fprintf(o.Progress, "\r%-8s %7d of %d", what, done, of)
	})
	if last != "" {
		fmt.Fprintln(o.Progress)
	}
	if err != nil {
		return err
	}
	if figures == (transfer.Figures{Challenge: figures.Challenge}) {
		fmt.Fprintf(o.Out, "Everything was there already. Nothing was added to %q.\n", o.Challenge)
		return nil
	}
	fmt.Fprintf(o.Out, "Added to %q: %d people, %d ideas, %d votes new or changed.\n", o.Challenge, figures.People, figures.Ideas, figures.Votes)
	return nil
}
