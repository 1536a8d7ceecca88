package e2e

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/firstcall/internal/linear"
)

// long reports whether LONG is set, for the sizes that do not fit into a normal run.
func long() bool { return os.Getenv("LONG") != "" }

// forLong is how long a load with faults goes on.
func forLong() time.Duration {
	if long() {
		return 10 * time.Minute
	}
	return 6 * time.Second
}

// TestLinearizable records what 32 callers see of scheduling while its processes are killed and paused at random, and
// looks for an order in which a single, perfect scheduler would have answered the same.
func TestLinearizable(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		engine   string
		replicas int
		stall    time.Duration
	}{{"postgres", 3, 2500 * time.Millisecond}, {"sqlite", 1, 800 * time.Millisecond}} {
		t.Run(test.engine, func(t *testing.T) {
			t.Parallel()
			c := startCluster(t, test.engine, test.replicas)
			l := record(t, c)
			all := l.start()
			l.disturb(t, forLong(), test.stall)
			close(l.done)
			all.Wait()
			l.report(t)
			require.Empty(t, l.accounts, "the first: %s", first(l.accounts))
			require.Equal(t, []linear.Verdict{linear.Linearizable}, verdicts(l))
		})
	}
}

// disturb kills and pauses processes until the time is over. They all run in the end.
func (l *recording) disturb(t *testing.T, during, stall time.Duration) {
	t.Helper()
	end := l.clock.Now().Add(during)
	for l.clock.Now().Before(end) {
		<-time.NewTimer(time.Duration(100+rand.IntN(900)) * time.Millisecond).C
		r := l.cluster.nodes[rand.IntN(len(l.cluster.nodes))]
		if rand.IntN(2) == 0 {
			l.count("kills")
			l.cluster.killFor(t, r, time.Duration(rand.IntN(300))*time.Millisecond)
		} else {
			l.count("pauses")
			r.stall(t, 50*time.Millisecond+time.Duration(rand.Int64N(int64(stall))))
		}
	}
}

func (l *recording) report(t *testing.T) {
	t.Helper()
	var lines []string
	for what, n := range l.counts {
		lines = append(lines, fmt.Sprintf("%s: %d", what, n))
	}
	slices.Sort(lines)
	t.Logf("histories %v\n%s", l.verdicts, strings.Join(lines, "\n"))
}

func verdicts(l *recording) []linear.Verdict {
	var out []linear.Verdict
	for v := range l.verdicts {
		out = append(out, v)
	}
	return out
}

func first(accounts []string) string {
	if len(accounts) == 0 {
		return ""
	}
	return accounts[0]
}
