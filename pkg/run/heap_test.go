package run_test

import (
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/run"
)

func TestLetHeapGrow(t *testing.T) {
	was := debug.SetGCPercent(100)
	defer debug.SetGCPercent(was)
	t.Setenv("GOGC", "150")
	run.LetHeapGrow()
	require.Equal(t, 100, debug.SetGCPercent(100), "the operator has said")
	t.Setenv("GOGC", "")
	run.LetHeapGrow()
	require.Equal(t, 1000, debug.SetGCPercent(100))
}
