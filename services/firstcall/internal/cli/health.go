package cli

import (
	"fmt"
	"net/http"
	"time"

	"github.com/spf13/cobra"
)

func (a *app) health() *cobra.Command {
	return &cobra.Command{
		Use:   "health ADDR",
		Short: "Ask a running process whether it is ready (host:port of its health_addr)",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			req, err := http.NewRequestWithContext(cmd.Context(), http.MethodGet, "http://"+args[0]+"/readyz", nil)
			if err != nil {
				return usageError{err}
			}
			resp, err := (&http.Client{Timeout: 2 * time.Second}).Do(req)
			if err != nil {
				return err
			}
			defer resp.Body.Close()
			if resp.StatusCode != http.StatusOK {
				return fmt.Errorf("not ready: %s", resp.Status)
			}
			fmt.Fprintln(a.stdout, "ready")
			return nil
		},
	}
}
