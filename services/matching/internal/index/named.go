package index

import (
	"strings"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// Named are the names of the facts that begin with the prefix and that somebody has, without it, in no order.
func (x *Index) Named(prefix string) (out []string) {
	for f, n := range x.facts {
		if n == 0 {
			continue
		}
		if rest, ok := strings.CutPrefix(x.dict.Name(score.Fact(f)), prefix); ok { //nolint:gosec // some thousands
			out = append(out, rest)
		}
	}
	return out
}
