// Package clock is the only place of the product that reads the system time.
// Everything else is handed a [Clock], so that a test decides what time it is.
package clock

import "time"

// Clock tells the time and makes timers. It is safe for concurrent use.
type Clock interface {
	// Now returns the present time.
	Now() time.Time
	// NewTimer returns a timer that fires once after d.
	NewTimer(d time.Duration) Timer
	// NewTicker returns a ticker that fires every d; d must be positive.
	NewTicker(d time.Duration) Ticker
}

// Timer fires once.
type Timer interface {
	// C receives the time at which the timer fired.
	C() <-chan time.Time
	// Stop prevents the timer from firing; it reports whether it was still waiting.
	Stop() bool
}

// Ticker fires again and again. A tick that nobody received in time is dropped.
type Ticker interface {
	// C receives the time of each tick.
	C() <-chan time.Time
	// Stop turns the ticker off. It does not close the channel.
	Stop()
}
