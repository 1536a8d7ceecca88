package clock

import (
	"context"
	"sync"
	"time"
)

// Fake is a clock that moves only when a test moves it.
type Fake struct {
	mu      sync.Mutex
	now     time.Time
	waits   []*wait
	changed chan struct{} // closed and replaced whenever waits changes
}

// NewFake returns a fake clock that stands at t.
func NewFake(t time.Time) *Fake {
	return &Fake{now: t, changed: make(chan struct{})}
}

// wait is one armed timer or ticker; every is zero for a timer.
type wait struct {
	clock *Fake
	at    time.Time
	every time.Duration
	c     chan time.Time
}

// Now returns the time the clock stands at.
func (f *Fake) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

// Advance moves the clock by d and fires, in order, what falls due on the way.
func (f *Fake) Advance(d time.Duration) { f.Set(f.Now().Add(d)) }

// Set moves the clock to t and fires, in order, what falls due on the way.
// Moving backwards fires nothing.
func (f *Fake) Set(t time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for w := f.due(t); w != nil; w = f.due(t) {
		f.now = w.at
		select {
		case w.c <- w.at:
		default: // as with time.Ticker, a slow receiver misses ticks
		}
		if w.every > 0 {
			w.at = w.at.Add(w.every)
		} else {
			f.remove(w)
		}
	}
	f.now = t
}

// due returns the earliest wait that ends at or before t, or nil.
func (f *Fake) due(t time.Time) *wait {
	var first *wait
	for _, w := range f.waits {
		if !w.at.After(t) && (first == nil || w.at.Before(first.at)) {
			first = w
		}
	}
	return first
}

// BlockUntil waits until at least n timers and tickers are armed, so that a
// test can advance the clock knowing that the code under test is waiting. It
// returns the cause when ctx ends first.
func (f *Fake) BlockUntil(ctx context.Context, n int) error {
	for {
		f.mu.Lock()
		armed, changed := len(f.waits), f.changed
		f.mu.Unlock()
		if armed >= n {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// NewTimer returns a timer that fires when the clock has moved by d, at once
// when d is not positive.
func (f *Fake) NewTimer(d time.Duration) Timer { return fakeTimer{f.arm(d, 0)} }

// NewTicker returns a ticker that fires each time the clock has moved by d.
func (f *Fake) NewTicker(d time.Duration) Ticker {
	if d <= 0 {
		panic("clock: ticker interval must be positive")
	}
	return fakeTicker{f.arm(d, d)}
}

func (f *Fake) arm(d, every time.Duration) *wait {
	f.mu.Lock()
	defer f.mu.Unlock()
	w := &wait{clock: f, at: f.now.Add(d), every: every, c: make(chan time.Time, 1)}
	if d <= 0 {
		w.c <- f.now
		return w
	}
	f.waits = append(f.waits, w)
	f.notify()
	return w
}

// remove drops w and reports whether it was armed. The caller holds the lock.
func (f *Fake) remove(w *wait) bool {
	for i, other := range f.waits {
		if other == w {
			f.waits = append(f.waits[:i:i], f.waits[i+1:]...)
			f.notify()
			return true
		}
	}
	return false
}

func (f *Fake) notify() {
	close(f.changed)
	f.changed = make(chan struct{})
}

type fakeTimer struct{ w *wait }

func (t fakeTimer) C() <-chan time.Time { return t.w.c }

func (t fakeTimer) Stop() bool {
	t.w.clock.mu.Lock()
	defer t.w.clock.mu.Unlock()
	return t.w.clock.remove(t.w)
}

type fakeTicker struct{ w *wait }

func (t fakeTicker) C() <-chan time.Time { return t.w.c }
func (t fakeTicker) Stop()               { fakeTimer(t).Stop() }
