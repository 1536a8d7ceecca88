// Package cli is the command line of the one binary. Results go to standard output, talk to standard error.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/firstcall-health/firstcall/pkg/config"
	"github.com/firstcall-health/firstcall/pkg/run"
	"github.com/firstcall-health/firstcall/services/firstcall"
)

// Exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// app carries what the commands share.
type app struct {
	stdout, stderr io.Writer
	file           string
	set            map[string]string
}

// usageError marks a mistake on the command line.
type usageError struct{ error }

// Main runs the command line and returns its exit code.
func Main(args []string, stdout, stderr io.Writer) int {
	a := &app{stdout: stdout, stderr: stderr}
	root := a.root()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	ctx, stop := run.SignalContext(context.Background())
	defer stop()
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	fmt.Fprintln(stderr, "firstcall:", err)
	if errors.As(err, &usageError{}) {
		return exitUsage
	}
	return exitFailed
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "firstcall",
		Short:         "From \"I think I need help\" to the first session",
		SilenceUsage:  true,
		SilenceErrors: true,
		Version:       version(),
	}
	root.PersistentFlags().StringVar(&a.file, "config", "", "YAML file of settings")
	root.PersistentFlags().StringToStringVar(&a.set, "set", nil, "a setting over file and environment, such as --set log_level=debug")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddCommand(a.serve(), a.migrate(), a.staff(), a.matching(), a.config(), a.keys(), a.certs(), a.health())
	return root
}

// load reads the settings: file, environment over it, flags over that.
func (a *app) load() (firstcall.Config, error) {
	var cfg firstcall.Config
	err := a.fill(&cfg)
	return cfg, err
}

func (a *app) fill(target any) error {
	return config.Load(target, config.Options{File: a.file, Env: os.Environ(), Flags: a.set, Prefix: "FIRSTCALL_"})
}

func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	revision := info.Main.Version
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			revision = setting.Value
		}
	}
	return revision
}
