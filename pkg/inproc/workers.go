package inproc

import "sync/atomic"

// mostIdle is how many workers wait for the next call, each with the stack it has. Policy: more than make calls at once mostly.
const mostIdle = 16

// workers make calls on goroutines that were there for others before: a new one's stack grows by being copied, again and again,
// which is a twelfth of what ranking therapists takes.
type workers struct {
	calls chan func()
	idle  atomic.Int32
	ended chan struct{}
}

func newWorkers() *workers { return &workers{calls: make(chan func()), ended: make(chan struct{})} }

// do makes the call at once, whoever is busy.
func (w *workers) do(call func()) {
	select {
	case w.calls <- call:
	default:
		go w.work(call)
	}
}

// work makes a call, and further ones while it is one of a few who wait for them.
func (w *workers) work(call func()) {
	for {
		call()
		if w.idle.Add(1) > mostIdle {
			w.idle.Add(-1)
			return
		}
		select {
		case call = <-w.calls:
			w.idle.Add(-1)
		case <-w.ended:
			return
		}
	}
}

// end lets go of who waits. Calls on their way end as they would.
func (w *workers) end() { close(w.ended) }
