// Command talkoot is the whole product in one binary: the server, the demonstration and the tools beside it.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"talkoot/internal/app"
	"talkoot/internal/config"
)

// Exit codes: 0 done, 1 it went wrong, 2 a setting or an argument is wrong, or a
// file to count cannot be read.
const (
	exitFailed = 1
	exitUsage  = 2
)

// version is set by the build.
var version = "dev"

type cli struct {
	Config kong.ConfigFlag `help:"File of settings, lines of NAME=value; flags and variables go before it." placeholder:"FILE"`
	config.Settings

	Serve       serveCmd       `cmd:"" help:"Run the server."`
	Demo        demoCmd        `cmd:"" help:"Run the server with a fictional company, its single sign-on and its data; nothing to set up."`
	Migrate     migrateCmd     `cmd:"" help:"Bring the database up to date."`
	Import      importCmd      `cmd:"" help:"Bring in a conversation: ideas.csv, votes.csv and, when there, people.csv."`
	Person      personCmd      `cmd:"" help:"People, before or without single sign-on's groups."`
	Token       tokenCmd       `cmd:"" help:"Mint a personal access token, printed alone on standard output, once."`
	Backup      backupCmd      `cmd:"" help:"Write the database and the uploaded files into one file, also while the server runs."`
	Restore     restoreCmd     `cmd:"" help:"Fill an empty database from a backup, of either kind of database."`
	Healthcheck healthcheckCmd `cmd:"" help:"Ask the server on this machine whether it is ready; exit code 1 when not."`
	Tally       tallyCmd       `cmd:"" help:"Recount a record, or count the ballots of a BLT or CSV file; needs no server and no database."`
	Version     versionCmd     `cmd:"" help:"Print the version."`
}

func main() { os.Exit(run(os.Args[1:], os.Environ())) }

func run(args, environ []string) int {
	var c cli
	parser, err := kong.New(&c, kong.Name("talkoot"), kong.Description("Ideas, concepts and joint decisions of one company."),
		kong.Configuration(config.File), kong.UsageOnError(), kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Exit(func(code int) { os.Exit(code) }))
	if err != nil {
		fmt.Fprintln(os.Stderr, "talkoot:", err)
		return exitFailed
	}
	if unknown := config.Unknown(parser.Model, environ); len(unknown) > 0 {
		fmt.Fprintf(os.Stderr, "talkoot: there is no setting %s\n", strings.Join(unknown, ", "))
		return exitUsage
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintln(os.Stderr, "talkoot:", err)
		return exitUsage
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // whoever asks twice has waited long enough: the second signal ends the process as any other
	parsed.BindTo(ctx, (*context.Context)(nil))
	err = parsed.Run(&c.Settings)
	var wrong *app.SettingError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &wrong), errors.As(err, new(*unreadableError)):
		fmt.Fprintln(os.Stderr, "talkoot:", inOneLine(err))
		return exitUsage
	default:
		fmt.Fprintln(os.Stderr, "talkoot:", inOneLine(err))
		return exitFailed
	}
}

// inOneLine is what went wrong without line breaks: some libraries list every address they tried on a line of its own.
func inOneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
