package inproc

import (
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

// TestWorkersAreThereForAll has more calls wait for each other than workers are kept, and none that is kept outlives the offer.
func TestWorkersAreThereForAll(t *testing.T) { //nolint:paralleltest // looks for goroutines that stay
	const many = 3 * mostIdle
	others := goleak.IgnoreCurrent()
	w := newWorkers()
	for range 3 {
		var met, done sync.WaitGroup
		met.Add(many)
		done.Add(many)
		for range many {
			w.do(func() {
				defer done.Done()
				met.Done()
				met.Wait()
			})
		}
		done.Wait()
	}
	for w.idle.Load() < mostIdle {
		runtime.Gosched()
	}
	w.end()
	goleak.VerifyNone(t, others)

	after := make(chan struct{})
	w.do(func() { close(after) })
	<-after
	goleak.VerifyNone(t, others)
}

// TestAWorkerGoesOn makes a call on the goroutine of the one before.
func TestAWorkerGoesOn(t *testing.T) { //nolint:paralleltest // counts the goroutines of the process
	w := newWorkers()
	defer w.end()
	before := runtime.NumGoroutine()
	for range 100 {
		done := make(chan struct{})
		w.do(func() { close(done) })
		<-done
		for w.idle.Load() == 0 {
			runtime.Gosched()
		}
	}
	require.LessOrEqual(t, runtime.NumGoroutine(), before+2)
}
