package run

import (
	"os"
	"runtime/debug"
)

// heapGrowth is by how many percent the heap grows before it is collected, unless GOGC says otherwise. What lives is some
// ten MiB, so the runtime's own 100 has a busy process collect all the time, and its callers wait, to save what nobody misses.
// Where memory is bounded, GOMEMLIMIT has it collected before that.
const heapGrowth = 1000

// LetHeapGrow is for a process that serves: fewer calls meet a collection.
func LetHeapGrow() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(heapGrowth)
	}
}
