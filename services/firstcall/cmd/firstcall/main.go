// Command firstcall is the whole product: every service, the edge, and the tools to run them.
package main

import (
	"os"

	"github.com/firstcall-health/firstcall/services/firstcall/internal/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr))
}
